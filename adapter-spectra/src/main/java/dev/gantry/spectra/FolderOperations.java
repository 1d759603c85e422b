package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Folders: all objects whose names begin with the folder's name and a slash. */
final class FolderOperations {

    /** With {@code recursive} all that is in the folder goes; without, the folder itself if nothing is in it. */
    CompletionStage<Reply> delete(Call call) {
        String folder = call.target().item() + "/";
        boolean recursive = call.query().isTrue("recursive");
        return call.gateway()
                .buckets()
                .find(call.query().required("bucket_id"))
                .thenCompose(bucket -> recursive
                        ? sweep(call.gateway(), bucket.name(), folder)
                        : alone(call.gateway(), bucket.name(), folder))
                .thenApply(done -> Answers.noContent());
    }

    /** A folder in which nothing is is not there. */
    private static CompletionStage<Void> sweep(Gateway gateway, BucketName bucket, String folder) {
        return new Sweep(gateway, bucket, folder).run().thenAccept(objects -> {
            if (objects == 0) {
                throw WireException.notFound("there is no object below " + folder);
            }
        });
    }

    private static CompletionStage<Void> alone(Gateway gateway, BucketName bucket, String folder) {
        return gateway.objects()
                .list(bucket, new ListQuery(folder, folder, Optional.empty(), 1))
                .thenCompose(inside -> {
                    if (!inside.objects().isEmpty()) {
                        throw new ApiException(
                                Problem.CONFLICT,
                                folder + " is not empty; delete it with recursive, or its objects first");
                    }
                    return gateway.objects().delete(new ObjectKey(bucket, new ObjectName(folder)));
                });
    }
}
