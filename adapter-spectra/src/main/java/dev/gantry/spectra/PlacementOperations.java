package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Media.Placement;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.spectra.PlacementDocument.Placed;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

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
                .thenApply(found -> details
                        ? detailed(found)
                        : Answers.data(out -> found.document().summary(out, found.objects())));
    }

    /** What was found, and what is known of its media. */
    private record Found(PlacementDocument document, List<Placed> objects) {}

    private static Found find(Call call, BucketName bucket, LimitedInputStream body, boolean all) {
        List<ObjectInfo> objects = objects(call, bucket, body, all);
        List<Placed> placed = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += Media.MAX) {
            placed.addAll(locate(call, objects.subList(from, Math.min(objects.size(), from + Media.MAX))));
        }
        return new Found(
                new PlacementDocument(Stages.await(call.gateway().media().list())), placed);
    }

    private static List<Placed> locate(Call call, List<ObjectInfo> objects) {
        List<Optional<Placement>> found = Stages.await(call.gateway()
                .media()
                .locate(objects.stream().map(ObjectInfo::key).toList()));
        return IntStream.range(0, objects.size())
                .mapToObj(i -> new Placed(objects.get(i), found.get(i).orElse(new Placement(true, List.of()))))
                .toList();
    }

    private static List<ObjectInfo> objects(Call call, BucketName bucket, LimitedInputStream body, boolean all) {
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

    private static Reply detailed(Found found) {
        return Answers.streamed(
                Headers.none(),
                "Data",
                out -> found.objects().forEach(placed -> found.document().blobs(out, placed)));
    }
}
