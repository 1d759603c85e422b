package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Objects as one user sees them. */
final class ObjectService implements Objects {

    private final EngineContext context;
    private final User user;
    private final ObjectCopies copies;

    ObjectService(EngineContext context, User user, ObjectCopies copies) {
        this.context = context;
        this.user = user;
        this.copies = copies;
    }

    @Override
    public CompletionStage<Page> list(BucketName bucket, ListQuery query) {
        return Failures.translated(
                context.stores()
                        .require(user, bucket, Permission.READ)
                        .thenCompose(located -> located.store()
                                .objects(objects -> objects.list(bucket, query))
                                .thenCompose(page -> context.objects()
                                        .resolve(located.store(), page.objects())
                                        .thenApply(objects -> new Page(objects, page.commonPrefixes(), page.next())))),
                Problem.NO_SUCH_BUCKET);
    }

    @Override
    public CompletionStage<ObjectInfo> head(ObjectKey key) {
        return Failures.translated(
                context.stores()
                        .require(user, key.bucket(), Permission.READ)
                        .thenCompose(located -> context.objects().require(located.store(), key)),
                Problem.NO_SUCH_OBJECT);
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return Failures.translated(
                context.stores()
                        .require(user, key.bucket(), Permission.WRITE)
                        .thenCompose(located -> located.store().objects(objects -> objects.delete(key))),
                Problem.NO_SUCH_OBJECT);
    }

    @Override
    public CompletionStage<List<Optional<ApiException>>> delete(BucketName bucket, List<ObjectName> names) {
        return Failures.translated(
                context.stores()
                        .require(user, bucket, Permission.WRITE)
                        .thenCompose(located -> new ObjectRemoval(located.store(), bucket).remove(names)),
                Problem.NO_SUCH_BUCKET);
    }

    @Override
    public CompletionStage<ObjectInfo> update(ObjectKey key, Metadata metadata) {
        return Failures.translated(context.control().call(() -> copies.update(user, key, metadata)), Problem.CONFLICT);
    }

    @Override
    public CompletionStage<ObjectInfo> copy(ObjectKey source, ObjectKey target, Set<ChecksumType> wanted) {
        return Failures.translated(
                context.control().call(() -> copies.copy(user, source, target, wanted)), Problem.CONFLICT);
    }
}
