package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StagingOffer;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Object;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Restores from the archive classes (docs/glacier.md, States and Restoring). Where objects are is S3's answer each time;
 * nothing is restored without money reserved for it.
 */
final class ArchiveStaging implements Staging {

    private final S3Account account;
    private final GlacierSettings settings;
    private final Ledger ledger;
    private final Decisions decisions;
    private final RestoreStates states;
    private final RestoreBatch batch;
    private final Executor blocking;

    ArchiveStaging(
            S3Account account,
            GlacierSettings settings,
            Ledger ledger,
            InstantSource clock,
            Pace pace,
            Executor blocking) {
        this.account = account;
        this.settings = settings;
        this.ledger = ledger;
        this.decisions =
                new Decisions(new Prices(settings.prices(), account.settings().region()), clock);
        this.states = new RestoreStates(ledger);
        this.batch = new RestoreBatch(account, ledger, states, pace, blocking);
        this.blocking = blocking;
    }

    Ledger ledger() {
        return ledger;
    }

    RestoreStates states() {
        return states;
    }

    @Override
    public StagingOffer offer() {
        return new StagingOffer(true, RestoreTier.wireNames(), settings.poll(), settings.keep(), OptionalLong.empty());
    }

    @Override
    public CompletionStage<List<Optional<Residency>>> find(List<Wanted> bytes) {
        return looked(
                bytes,
                looks -> CompletableFuture.completedStage(bytes.stream()
                        .map(wanted -> looks.find(wanted).map(states::of).map(RestoreStates::residency))
                        .toList()));
    }

    @Override
    public CompletionStage<List<Answer>> request(List<Wanted> bytes, StagingTerms terms) {
        try {
            Optional<RestoreTier> tier = terms.tier().map(RestoreTier::of);
            return request(bytes, object -> tier, GlacierSettings.days(terms.keep()), Purse.STORE);
        } catch (InvalidValueException e) {
            return refused(bytes, e);
        }
    }

    private static CompletionStage<List<Answer>> refused(List<Wanted> bytes, InvalidValueException why) {
        Answer answer = new Answer.Failed(new ProviderException.Rejected(why.getMessage(), why));
        return CompletableFuture.completedStage(
                bytes.stream().map(wanted -> answer).toList());
    }

    /** The same on a purse of the caller's, with a tier for each object. */
    CompletionStage<List<Answer>> request(
            List<Wanted> bytes, Function<S3Object, Optional<RestoreTier>> tier, int days, Purse purse) {
        return decided(
                bytes,
                object -> decisions.restore(object, states.of(object), settings.tier(), tier.apply(object), days),
                purse);
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Wanted> bytes, Duration keep) {
        try {
            GlacierSettings.days(keep);
            return decided(bytes, object -> decisions.renew(object, states.of(object), keep), Purse.STORE);
        } catch (InvalidValueException e) {
            return refused(bytes, e);
        }
    }

    private CompletionStage<List<Answer>> decided(List<Wanted> bytes, Function<S3Object, Decision> how, Purse purse) {
        return looked(bytes, looks -> {
            Map<ObjectKey, Decision> decided = looks.decide(bytes, how);
            return batch.run(decided, purse).thenApply(answers -> looks.answers(bytes, answers));
        });
    }

    /** Looks at all of them, and does the work where it may block. */
    private <T> CompletionStage<T> looked(List<Wanted> bytes, Function<Looks, CompletionStage<T>> work) {
        if (bytes.size() > ObjectStore.MAX_HEAD) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    "at most " + ObjectStore.MAX_HEAD + " objects at a time, not " + bytes.size(), null));
        }
        List<ObjectKey> keys = bytes.stream().map(Wanted::key).distinct().toList();
        return account.heads(keys).thenComposeAsync(found -> work.apply(new Looks(found)), blocking);
    }

    /** Copies end by themselves: nothing is sent. */
    @Override
    public CompletionStage<Void> release(List<Wanted> bytes) {
        return bytes.size() > ObjectStore.MAX_HEAD
                ? CompletableFuture.failedStage(new ProviderException.Rejected(
                        "at most " + ObjectStore.MAX_HEAD + " objects at a time, not " + bytes.size(), null))
                : CompletableFuture.completedStage(null);
    }
}
