package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The buckets of an account. What Gantry knows of a bucket stands in the metadata of an empty object in it; one without
 * it was made by somebody else and belongs to no user (docs/s3.md, What Gantry keeps in a bucket).
 */
final class S3Buckets implements BucketStore {

    private static final String HOME_REGION = "us-east-1";
    private static final int AT_ONCE = 16;

    private final BucketHeaders headersOf;
    private final S3Account account;
    private final RecentLooks recent;

    /** Buckets that were asked for without an answer, so that one that is there may be ours. */
    private final Set<BucketName> unanswered = ConcurrentHashMap.newKeySet();

    S3Buckets(StoreId store, S3Account account, InstantSource clock) {
        this.headersOf = new BucketHeaders(store);
        this.account = account;
        this.recent = new RecentLooks(clock);
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

    /** A look is believed for a few seconds: every data request asks for its bucket. */
    @Override
    public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        Optional<Optional<BucketRecord>> known = recent.find(name);
        return known.isPresent() && !account.isClosed()
                ? CompletableFuture.completedStage(known.get())
                : look(name, Optional.empty());
    }

    /** {@code made} is when the bucket was, where that is known. */
    private CompletionStage<Optional<BucketRecord>> look(BucketName name, Optional<Instant> made) {
        if (isUnnamable(name)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        long begun = recent.begin();
        return account.confirm(S3Call.named("HEAD", name, OwnNames.BUCKET))
                .handle((headers, failure) -> failure == null
                        ? CompletableFuture.completedStage(Optional.of(headersOf.read(name, headers, made)))
                        : unrecorded(name, made, Failures.unwrap(failure)))
                .thenCompose(stage -> stage)
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
            BucketName name, Optional<Instant> made, Throwable failure) {
        if (!isRefusal(failure)) {
            return CompletableFuture.failedStage(failure);
        }
        return account.confirm(S3Call.bucket("HEAD", name))
                .handle((headers, missing) -> missing == null
                        ? foreign(name, made)
                        : isRefusal(Failures.unwrap(missing))
                                ? CompletableFuture.completedStage(Optional.<BucketRecord>empty())
                                : CompletableFuture.<Optional<BucketRecord>>failedStage(Failures.unwrap(missing)))
                .thenCompose(stage -> stage);
    }

    /** What is not there, and what is somebody else's. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProviderException.NotFound || failure instanceof ProviderException.Rejected;
    }

    private CompletionStage<Optional<BucketRecord>> foreign(BucketName name, Optional<Instant> made) {
        return made.isPresent()
                ? CompletableFuture.completedStage(Optional.of(headersOf.foreign(name, made.get())))
                : names().handle((all, failure) -> Optional.of(headersOf.foreign(
                        name, failure == null ? all.getOrDefault(name, Instant.EPOCH) : Instant.EPOCH)));
    }

    @Override
    public CompletionStage<List<BucketRecord>> list() {
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

    @Override
    public CompletionStage<Void> create(BucketRecord bucket) {
        return look(bucket.name(), Optional.empty())
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
                    recent.forget(bucket.name());
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
        return look(name, Optional.empty())
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.failedStage(none(name))
                        : account.list(name, new ListQuery("", "", Optional.empty(), ListQuery.MAX_PAGE), false)
                                .thenCompose(page -> page.objects().isEmpty()
                                        ? remove(found.get())
                                        : CompletableFuture.failedStage(full(name))))
                .whenComplete((done, failure) -> recent.forget(name));
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
