package dev.gantry.engine;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Permission;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Buckets as one user sees them. */
final class BucketService implements Buckets {

    private final EngineContext context;
    private final JobBoard board;
    private final User user;

    BucketService(EngineContext context, JobBoard board, User user) {
        this.context = context;
        this.board = board;
        this.user = user;
    }

    @Override
    public CompletionStage<Bucket> create(BucketName name, Optional<StoreId> storeId, Optional<BucketId> id) {
        return Failures.translated(
                context.control().call(() -> {
                    Store store = storeId.map(context.stores()::get).orElseGet(context.stores()::primary);
                    return context.control().then(taken(name, id), taken -> {
                        if (taken.isPresent()) {
                            throw exists(taken.get().bucket().name(), null);
                        }
                        return makeIn(
                                store,
                                name,
                                id.orElseGet(
                                        () -> new BucketId(context.environment().newId())));
                    });
                }),
                Problem.NO_SUCH_BUCKET);
    }

    private CompletionStage<Optional<StoreDirectory.Located>> taken(BucketName name, Optional<BucketId> id) {
        return context.stores()
                .find(name)
                .thenCompose(found -> found.isPresent() || id.isEmpty()
                        ? CompletableFuture.completedStage(found)
                        : context.stores().find(id.get()));
    }

    private CompletionStage<Bucket> makeIn(Store store, BucketName name, BucketId id) {
        BucketRecord record = new BucketRecord(
                id,
                name,
                context.environment().now(),
                user.id(),
                store.versioning().replaces());
        return context.control().settle(store.buckets(buckets -> buckets.create(record)), (nothing, failure) -> {
            if (failure != null) {
                Throwable cause = Failures.unwrap(failure);
                throw cause instanceof ProviderException.Conflict
                        ? exists(name, cause)
                        : Failures.translate(cause, Problem.NO_SUCH_BUCKET);
            }
            return context.stores()
                    .access()
                    .forget(id)
                    .thenApply(nothingLeft -> context.stores().toApi(new StoreDirectory.Located(store, record)));
        });
    }

    private static ApiException exists(BucketName name, Throwable cause) {
        return new ApiException(Problem.BUCKET_EXISTS, "there is a bucket " + name + " already", cause);
    }

    @Override
    public CompletionStage<Bucket> find(String nameOrId) {
        return Failures.translated(
                locate(nameOrId)
                        .thenApply(found -> context.stores()
                                .toApi(context.stores().permit(user, nameOrId, found, Permission.READ))),
                Problem.NO_SUCH_BUCKET);
    }

    private CompletionStage<Optional<StoreDirectory.Located>> locate(String nameOrId) {
        BucketName name;
        try {
            name = new BucketName(nameOrId);
        } catch (InvalidValueException e) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return context.stores()
                .find(name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedStage(found)
                        : bucketId(nameOrId)
                                .map(context.stores()::find)
                                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty())));
    }

    private static Optional<BucketId> bucketId(String text) {
        try {
            return Optional.of(BucketId.parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    @Override
    public CompletionStage<List<Bucket>> list() {
        return Failures.translated(
                context.stores()
                        .buckets()
                        .thenApply(all -> all.stream()
                                .filter(located ->
                                        context.stores().access().permits(user, located.bucket(), Permission.READ))
                                .map(context.stores()::toApi)
                                .toList()),
                Problem.NO_SUCH_BUCKET);
    }

    @Override
    public CompletionStage<Void> delete(BucketName name) {
        ListQuery any = new ListQuery("", "", Optional.empty(), 1);
        return Failures.translated(
                context.control()
                        .then(
                                context.stores().requireOwn(user, name),
                                located -> context.control()
                                        .then(located.store().objects(objects -> objects.list(name, any)), page -> {
                                            requireEmpty(name, page);
                                            return remove(located);
                                        })),
                Problem.NO_SUCH_BUCKET);
    }

    /** Who it was shared with goes last: a bucket that could not be removed keeps its users. */
    private CompletionStage<Void> remove(StoreDirectory.Located located) {
        BucketName name = located.bucket().name();
        return endJobs(job -> job.job().bucket().equals(name), "bucket " + name + " was deleted")
                .thenCompose(ended -> located.store().buckets(buckets -> buckets.delete(name)))
                .thenCompose(removed ->
                        context.stores().access().forget(located.bucket().id()));
    }

    private static void requireEmpty(BucketName name, ListPage page) {
        if (!page.objects().isEmpty()) {
            throw new ApiException(Problem.BUCKET_NOT_EMPTY, "bucket " + name + " has objects in it");
        }
    }

    private CompletionStage<Void> endJobs(Predicate<ActiveJob> which, String reason) {
        CompletableFuture<?>[] endings = board.all().stream()
                .filter(which)
                .map(job -> board.cancel(job, reason).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(endings);
    }

    @Override
    public CompletionStage<Bucket> share(BucketName name, AccessList list) {
        return Failures.translated(
                context.control()
                        .then(
                                context.stores().requireOwn(user, name),
                                located -> context.stores()
                                        .access()
                                        .replace(located.bucket().id(), list)
                                        .thenCompose(kept ->
                                                endJobs(job -> isLost(job, located.bucket()), AccessBook.TAKEN_AWAY))
                                        .thenApply(ended -> context.stores().toApi(located))),
                Problem.NO_SUCH_BUCKET);
    }

    private boolean isLost(ActiveJob running, BucketRecord bucket) {
        return running.job().bucket().equals(bucket.name())
                && context.stores().access().forbids(running.job(), bucket);
    }
}
