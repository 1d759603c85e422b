package dev.gantry.spectra;

import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.concurrent.CompletionStage;

/** Objects as such: what is known of them. */
final class ObjectOperations {

    CompletionStage<Reply> head(Call call) {
        return call.gateway().objects().head(key(call)).thenApply(object -> {
            checkVersion(call.query(), object);
            return new Reply(200, ObjectHeaders.withBlobChecksums(object).build(), new Reply.Empty(object.length()));
        });
    }

    static ObjectKey key(Call call) {
        return ObjectKey.of(call.target().container(), call.target().item());
    }

    /** A version that is asked for must be the one that is there: no other is kept. */
    static void checkVersion(Query query, ObjectInfo object) {
        query.text("version_id")
                .map(ObjectId::parse)
                .filter(id -> !id.equals(object.id()))
                .ifPresent(id -> {
                    throw new ApiException(Problem.NO_SUCH_OBJECT, object.key() + " has no version " + id);
                });
    }
}
