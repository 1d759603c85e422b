package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes all objects of a bucket whose names begin with a prefix, page by page. */
final class Sweep {

    private final Gateway gateway;
    private final BucketName bucket;
    private final ListQuery first;

    Sweep(Gateway gateway, BucketName bucket, String prefix) {
        this.gateway = gateway;
        this.bucket = bucket;
        this.first = new ListQuery(prefix, "", Optional.empty(), ListQuery.MAX_PAGE);
    }

    /** How many objects were there. A page with one that cannot be removed ends it; the others of it are gone. */
    CompletionStage<Long> run() {
        return gateway.objects().list(bucket, first).thenCompose(page -> next(page.objects(), 0));
    }

    private CompletionStage<Long> next(List<ObjectInfo> objects, long before) {
        if (objects.isEmpty()) {
            return CompletableFuture.completedStage(before);
        }
        return gateway.objects()
                .delete(
                        bucket,
                        objects.stream().map(object -> object.key().name()).toList())
                .thenAccept(Sweep::requireGone)
                .thenCompose(done -> gateway.objects().list(bucket, first))
                .thenCompose(page -> next(page.objects(), before + objects.size()));
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
