package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.ports.spi.StagingOffer;
import dev.gantry.ports.spi.StagingTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How one store brings data online: its capability behind its resilience. */
final class StoreStaging {

    private final Staging staging;
    private final Resilience resilience;
    private final StagingSettings settings;

    StoreStaging(Staging staging, Resilience resilience, StagingSettings settings) {
        this.staging = staging;
        this.resilience = resilience;
        this.settings = settings;
    }

    StagingOffer offer() {
        return staging.offer();
    }

    StagingSettings settings() {
        return settings;
    }

    /** How many bytes may be online for jobs at a time. */
    long mostBytes() {
        return offer().room().stream().map(room -> room / 2).reduce(settings.bytes(), Math::min);
    }

    CompletionStage<List<Optional<Residency>>> find(List<Wanted> bytes) {
        return bytes.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : resilience.repeatable(() -> staging.find(bytes));
    }

    /** Asks for bytes, to be kept for as long as the store does by default. */
    CompletionStage<List<Answer>> request(List<Wanted> bytes) {
        StagingTerms terms = StagingTerms.keeping(offer().keep());
        return bytes.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : resilience.repeatable(() -> staging.request(bytes, terms));
    }

    CompletionStage<List<Answer>> renew(List<Wanted> bytes) {
        Duration keep = offer().keep();
        return bytes.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : resilience.repeatable(() -> staging.renew(bytes, keep));
    }

    CompletionStage<Void> release(List<Wanted> bytes) {
        return bytes.isEmpty()
                ? CompletableFuture.completedStage(null)
                : resilience.repeatable(() -> staging.release(bytes));
    }

    /**
     * Completes if all of an object can be read now. Else it is asked for, where that costs nothing, and this fails with
     * UNAVAILABLE until it is there; or with CONFLICT if somebody must act first.
     */
    CompletionStage<Void> requireOnline(ObjectKey key, VersionToken token, long length) {
        List<Wanted> whole = List.of(new Wanted(key, token, new ByteRange(0, length)));
        return find(whole).thenCompose(found -> {
            Optional<Availability> now = found.get(0).map(Residency::availability);
            if (now.isEmpty() || now.get() instanceof Availability.Online) {
                return CompletableFuture.completedStage(null);
            }
            if (now.get() instanceof Availability.Offline offline) {
                return CompletableFuture.failedStage(StagingTexts.offline(offline.media()));
            }
            if (offer().charged()) {
                return Failures.failed(
                        Problem.CONFLICT, "object " + key + " is not online; stage it by a job, which is charged for");
            }
            return request(whole)
                    .thenCompose(asked -> CompletableFuture.failedStage(new ApiException(
                            Problem.UNAVAILABLE,
                            "object " + key + " is being brought online; try again",
                            offer().pace(),
                            null)));
        });
    }
}
