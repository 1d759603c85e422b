package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks where objects lie, or makes sure that they lie somewhere (docs/spectra-s3.md, Placement). */
final class PlacementOperations {

    /** The most objects one request asks about, since their records are held until the answer is out. */
    static final int MAX_OBJECTS = 10_000;

    private final Documents documents;

    PlacementOperations(Documents documents) {
        this.documents = documents;
    }

    /** An object that is not there is left out. */
    CompletionStage<Reply> get(Call call) {
        return answer(call, false);
    }

    /** An object that is not there is 404. */
    CompletionStage<Reply> verify(Call call) {
        return answer(call, true);
    }

    private CompletionStage<Reply> answer(Call call, boolean all) {
        boolean details = call.query().isTrue("full_details");
        return call.gateway()
                .buckets()
                .find(call.target().item())
                .thenCompose(bucket -> documents.read(
                        call, body -> CompletableFuture.completedStage(find(call, bucket.name(), body, all))))
                .thenApply(found -> details ? detailed(found) : Answers.data(PlacementDocument::media));
    }

    private static List<ObjectInfo> find(Call call, BucketName bucket, LimitedInputStream body, boolean all) {
        List<ObjectInfo> found = new ArrayList<>();
        ObjectsDocument document = new ObjectsDocument(body);
        for (int count = 1; document.hasNext(); count++) {
            ObjectKey key = new ObjectKey(bucket, document.next().name());
            if (count > MAX_OBJECTS) {
                throw new ApiException(Problem.INVALID, "ask about at most " + MAX_OBJECTS + " objects at a time");
            }
            head(call, key, all).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<ObjectInfo> head(Call call, ObjectKey key, boolean required) {
        try {
            return Optional.of(Stages.await(call.gateway().objects().head(key)));
        } catch (ApiException e) {
            if (e.problem() == Problem.NO_SUCH_OBJECT && !required) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Reply detailed(List<ObjectInfo> found) {
        return Answers.streamed(
                Headers.none(), "Data", out -> found.forEach(object -> PlacementDocument.blobs(out, object)));
    }
}
