package dev.gantry.spectra;

import dev.gantry.transport.Reply;
import java.util.concurrent.CompletionStage;

/** Folders: all objects whose names begin with the folder's name and a slash. */
final class FolderOperations {

    /** A folder in which nothing is is not there. */
    CompletionStage<Reply> delete(Call call) {
        if (!call.query().isTrue("recursive")) {
            throw WireException.notImplemented("DELETE _rest_/folder without recursive");
        }
        String prefix = call.target().item() + "/";
        return call.gateway()
                .buckets()
                .find(call.query().required("bucket_id"))
                .thenCompose(bucket -> new Sweep(call.gateway(), bucket.name(), prefix).run())
                .thenApply(objects -> {
                    if (objects == 0) {
                        throw WireException.notFound("there is no object below " + prefix);
                    }
                    return Answers.noContent();
                });
    }
}
