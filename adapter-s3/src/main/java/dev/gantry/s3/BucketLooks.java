package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Windowed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is known of buckets: the metadata of the empty object that stands for one; a bucket without it was made by somebody
 * else (docs/s3.md, What Gantry keeps in a bucket). A look is believed for a few seconds: every data request asks for its
 * bucket.
 */
final class BucketLooks {

    private static final int AT_ONCE = 16;

    private final BucketHeaders headersOf;
    private final S3Account account;
    private final RecentLooks recent;

    BucketLooks(StoreId store, S3Account account, InstantSource clock) {
        this.headersOf = new BucketHeaders(store);
        this.account = account;
        this.recent = new RecentLooks(clock);
    }

    /** What was found a moment ago, or is there now. */
    CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        Optional<Optional<BucketRecord>> known = recent.find(name);
        return known.isPresent() && !account.isClosed() ? CompletableFuture.completedStage(known.get()) : look(name);
    }

    /** What is there now. */
    CompletionStage<Optional<BucketRecord>> look(BucketName name) {
        return look(name, Optional.empty());
    }

    /** This bucket was changed: what is known of it holds no more. */
    void forget(BucketName name) {
        recent.forget(name);
    }

    /** {@code made} is when the bucket was, where that is known. */
    private CompletionStage<Optional<BucketRecord>> look(BucketName name, Optional<Instant> made) {
        if (isUnnamable(name)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        long begun = recent.begin();
        return account.attempt(S3Call.named("HEAD", name, OwnNames.BUCKET))
                .thenCompose(outcome -> outcome instanceof S3Outcome.Accepted there
                        ? CompletableFuture.completedStage(Optional.of(headersOf.read(name, there.headers(), made)))
                        : unrecorded(name, made, (S3Outcome.Refused) outcome))
                .thenApply(found -> recent.keep(name, found, begun));
    }

    private boolean isUnnamable(BucketName name) {
        try {
            return account.address().names().inS3(name).isEmpty();
        } catch (ProviderException e) {
            return true;
        }
    }

    private CompletionStage<Optional<BucketRecord>> unrecorded(
            BucketName name, Optional<Instant> made, S3Outcome.Refused refused) {
        return isMissing(refused)
                ? account.attempt(S3Call.bucket("HEAD", name))
                        .thenCompose(outcome -> outcome instanceof S3Outcome.Refused also
                                ? missing(also)
                                : foreign(name, made).thenApply(Optional::of))
                : CompletableFuture.failedStage(refused.why());
    }

    private static CompletionStage<Optional<BucketRecord>> missing(S3Outcome.Refused refused) {
        return isMissing(refused)
                ? CompletableFuture.completedStage(Optional.empty())
                : CompletableFuture.failedStage(refused.why());
    }

    /** What is not there, and what is somebody else's; credentials that have expired tell neither. */
    private static boolean isMissing(S3Outcome.Refused refused) {
        return refused.why() instanceof ProviderException.NotFound
                || (refused.why() instanceof ProviderException.Rejected
                        && !refused.code().equals(S3Refusals.EXPIRED));
    }

    private CompletionStage<BucketRecord> foreign(BucketName name, Optional<Instant> made) {
        return made.isPresent()
                ? CompletableFuture.completedStage(headersOf.foreign(name, made.get()))
                : names().handle((all, failure) -> headersOf.foreign(
                        name, failure == null ? all.getOrDefault(name, Instant.EPOCH) : Instant.EPOCH));
    }

    /** Every bucket that is this store's, by name. */
    CompletionStage<List<BucketRecord>> list() {
        return names().thenCompose(all -> Windowed.map(
                        List.copyOf(all.entrySet()),
                        AT_ONCE,
                        entry -> recent.find(entry.getKey())
                                .<CompletionStage<Optional<BucketRecord>>>map(CompletableFuture::completedStage)
                                .orElseGet(() -> look(entry.getKey(), Optional.of(entry.getValue()))))
                .thenApply(found -> found.stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(BucketRecord::name))
                        .toList()));
    }

    /** Every bucket that can be this store's, and since when it is there. */
    private CompletionStage<Map<BucketName, Instant>> names() {
        return names(Optional.empty(), new TreeMap<>());
    }

    private CompletionStage<Map<BucketName, Instant>> names(Optional<String> token, Map<BucketName, Instant> found) {
        S3Call call = S3Call.account("GET");
        token.ifPresent(t -> call.query("continuation-token", t));
        return account.read(call, document -> {
                    document.child("Buckets")
                            .all("Bucket")
                            .forEach(bucket -> account.address()
                                    .names()
                                    .fromS3(bucket.require("Name"))
                                    .ifPresent(name -> found.put(name, bucket.time("CreationDate"))));
                    return document.text("ContinuationToken").filter(next -> !next.isEmpty());
                })
                .thenCompose(next -> next.isPresent() ? names(next, found) : CompletableFuture.completedStage(found));
    }
}
