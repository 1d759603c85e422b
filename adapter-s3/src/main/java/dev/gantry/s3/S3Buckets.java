package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The buckets of an account: found, made with the object that stands for what Gantry knows of one, and removed. */
final class S3Buckets implements BucketStore {

    private static final String HOME_REGION = "us-east-1";

    private final S3Account account;
    private final BucketLooks looks;

    /** Buckets that were asked for without an answer, so that one that is there may be ours. */
    private final Set<BucketName> unanswered = ConcurrentHashMap.newKeySet();

    S3Buckets(StoreId store, S3Account account, InstantSource clock) {
        this.account = account;
        this.looks = new BucketLooks(store, account, clock);
    }

    /** Completes with NotFound if there is no such bucket. */
    CompletionStage<Void> require(BucketName name) {
        return find(name).thenApply(found -> {
            if (found.isEmpty()) {
                throw none(name);
            }
            return null;
        });
    }

    private static ProviderException none(BucketName name) {
        return new ProviderException.NotFound("there is no bucket " + name);
    }

    @Override
    public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        return looks.find(name);
    }

    @Override
    public CompletionStage<List<BucketRecord>> list() {
        return looks.list();
    }

    @Override
    public CompletionStage<Void> create(BucketRecord bucket) {
        return looks.look(bucket.name())
                .thenCompose(found -> found.isEmpty() || unanswered.contains(bucket.name())
                        ? make(bucket)
                        : isSame(found, bucket)
                                ? CompletableFuture.completedStage(null)
                                : CompletableFuture.failedStage(taken(bucket.name())));
    }

    private static boolean isSame(Optional<BucketRecord> found, BucketRecord bucket) {
        return found.map(BucketRecord::id).equals(Optional.of(bucket.id()));
    }

    private static ProviderException taken(BucketName name) {
        return new ProviderException.Conflict("there is a bucket " + name + " already, here or with somebody else");
    }

    private CompletionStage<Void> make(BucketRecord bucket) {
        boolean mayBeOurs = !unanswered.add(bucket.name());
        return account.confirm(creation(bucket.name()))
                .handle((headers, failure) -> failure == null || (mayBeOurs && isConflict(failure))
                        ? writeRecord(bucket)
                        : CompletableFuture.<Void>failedStage(Failures.unwrap(failure)))
                .thenCompose(stage -> stage)
                .whenComplete((done, failure) -> {
                    looks.forget(bucket.name());
                    if (failure == null || !isPassing(failure)) {
                        unanswered.remove(bucket.name());
                    }
                });
    }

    private static boolean isConflict(Throwable failure) {
        return Failures.unwrap(failure) instanceof ProviderException.Conflict;
    }

    private static boolean isPassing(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        return cause instanceof ProviderException.Unavailable || cause instanceof ProviderException.Throttled;
    }

    private S3Call creation(BucketName name) {
        S3Call call = S3Call.bucket("PUT", name);
        String region = account.settings().region();
        return region.equals(HOME_REGION)
                ? call
                : call.document(("<CreateBucketConfiguration xmlns=\"" + S3Account.NAMESPACE + "\"><LocationConstraint>"
                                + region + "</LocationConstraint></CreateBucketConfiguration>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<Void> writeRecord(BucketRecord bucket) {
        S3Call call = S3Call.named("PUT", bucket.name(), OwnNames.BUCKET)
                .header("If-None-Match", "*")
                .body(Buffers.of(new byte[0]));
        BucketHeaders.write(bucket, call);
        return account.confirm(call).thenApply(headers -> null);
    }

    @Override
    public CompletionStage<Void> delete(BucketName name) {
        return looks.look(name)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.failedStage(none(name))
                        : account.list(name, new ListQuery("", "", Optional.empty(), ListQuery.MAX_PAGE), false)
                                .thenCompose(page -> page.objects().isEmpty()
                                        ? remove(found.get())
                                        : CompletableFuture.failedStage(full(name))))
                .whenComplete((done, failure) -> looks.forget(name));
    }

    private static ProviderException full(BucketName name) {
        return new ProviderException.Conflict("the bucket " + name + " is not empty; delete its objects first");
    }

    /** The record goes first, since S3 removes empty buckets only; it comes back if the bucket stays. */
    private CompletionStage<Void> remove(BucketRecord bucket) {
        return account.confirm(S3Call.named("DELETE", bucket.name(), OwnNames.BUCKET))
                .thenCompose(gone -> account.confirm(S3Call.bucket("DELETE", bucket.name())))
                .handle((gone, failure) -> failure == null
                        ? CompletableFuture.<Void>completedStage(null)
                        : putBack(bucket, Failures.unwrap(failure)))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Void> putBack(BucketRecord bucket, Throwable failure) {
        boolean foreign = bucket.owner().equals(BucketHeaders.NOBODY);
        CompletionStage<Void> back = foreign || failure instanceof ProviderException.NotFound
                ? CompletableFuture.completedStage(null)
                : writeRecord(bucket);
        return back.handle((done, ignored) -> failure).thenCompose(CompletableFuture::failedStage);
    }
}
