package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Stores.Store;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Spaces: made, described and removed (docs/durastore.md, Spaces). */
final class SpaceOperations {

    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    CompletionStage<Reply> properties(Call call) {
        return call.space()
                .thenCompose(bucket -> describe(call, bucket))
                .thenApply(headers -> Reply.empty(200, headers.build()));
    }

    /** What the headers of every answer about a space say; up to 1,000 contents are counted. */
    static CompletionStage<Headers.Builder> describe(Call call, Bucket bucket) {
        return call.gateway()
                .objects()
                .list(bucket.name(), ListQuery.all())
                .thenApply(page -> Headers.builder()
                        .add(WireNames.SPACE_CREATED, CREATED.format(bucket.created()))
                        .add(
                                WireNames.SPACE_COUNT,
                                page.objects().size() + (page.next().isPresent() ? "+" : "")));
    }

    /** A space that the user has in that store already is as good as a new one, so that a retry succeeds. */
    CompletionStage<Reply> create(Call call) {
        BucketName name = SpaceIds.requireSpace(call.address().first());
        return call.store()
                .exceptionallyCompose(problem -> CompletableFuture.failedStage(
                        new Refusal(400, Failure.of(problem).message(), problem)))
                .thenCompose(store -> make(call, store, name))
                .thenApply(bucket -> Reply.empty(
                        201,
                        Headers.builder().add(WireNames.LOCATION, call.uri()).build()));
    }

    private static CompletionStage<Bucket> make(Call call, Store store, BucketName name) {
        return call.gateway()
                .buckets()
                .create(name, Optional.of(store.id()))
                .<CompletionStage<Bucket>>handle((bucket, problem) -> problem == null
                        ? CompletableFuture.completedStage(bucket)
                        : existing(call, store, name, Failure.unwrap(problem)))
                .thenCompose(Function.identity());
    }

    private static CompletionStage<Bucket> existing(Call call, Store store, BucketName name, Throwable problem) {
        boolean exists = problem instanceof ApiException e && e.problem() == Problem.BUCKET_EXISTS;
        if (!exists) {
            return CompletableFuture.failedStage(problem);
        }
        return call.space(store, name.value())
                .exceptionallyCompose(other -> CompletableFuture.failedStage(new Refusal(
                        400, "the name " + name + " is taken, by another user or in another store", other)));
    }

    /** Removes the contents too, as DuraStore does; one that arrives meanwhile ends it with 409. */
    CompletionStage<Reply> delete(Call call) {
        return call.space()
                .thenApply(bucket -> requireOwn(call, bucket))
                .thenCompose(bucket -> empty(call.gateway(), bucket.name())
                        .thenCompose(nothing -> call.gateway().buckets().delete(bucket.name())))
                .thenApply(
                        nothing -> Answers.text(200, "Space " + call.address().first() + " deleted successfully"));
    }

    /** Before anything is removed: who may write to a space might empty it, but may not remove it. */
    private static Bucket requireOwn(Call call, Bucket bucket) {
        if (!call.gateway().user().reaches(bucket.owner())) {
            throw new Refusal(403, "only its owner, ADMIN and ROOT may remove space " + bucket.name());
        }
        return bucket;
    }

    private static CompletionStage<Void> empty(Gateway gateway, BucketName name) {
        return gateway.objects()
                .list(name, ListQuery.all())
                .thenCompose(page -> page.objects().isEmpty()
                        ? CompletableFuture.completedStage(null)
                        : deleteAll(gateway, name, page.objects()).thenCompose(nothing -> empty(gateway, name)));
    }

    private static CompletionStage<Void> deleteAll(Gateway gateway, BucketName name, List<ObjectInfo> objects) {
        return gateway.objects()
                .delete(
                        name,
                        objects.stream().map(object -> object.key().name()).toList())
                .thenAccept(SpaceOperations::requireGone);
    }

    /** That somebody else was quicker is no failure. */
    private static void requireGone(List<Optional<ApiException>> ends) {
        ends.stream()
                .flatMap(Optional::stream)
                .filter(why -> why.problem() != Problem.NO_SUCH_OBJECT)
                .findFirst()
                .ifPresent(why -> {
                    throw why;
                });
    }
}
