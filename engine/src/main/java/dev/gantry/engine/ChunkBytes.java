package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.Blob;
import dev.gantry.domain.Extent;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Speaks with the store about what is left to be worked on of one job's chunks. Blobs are named by their places. */
final class ChunkBytes {

    /** What a store does not tell comes last, in the order of the chunk. */
    private static final Comparator<Optional<Extent>> ON_MEDIA =
            Comparator.comparing(first -> first.orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));

    private final ActiveJob job;
    private final StoreStaging store;

    ChunkBytes(ActiveJob job, StoreStaging store) {
        this.job = job;
        this.store = store;
    }

    /** The bytes of every blob of the chunk, whatever became of it. */
    List<Wanted> all(ActiveChunk chunk) {
        return chunk.chunk().blobs().stream().map(this::wanted).toList();
    }

    private Wanted wanted(Blob blob) {
        return new Wanted(job.keyOf(blob), blob.pinned().orElseThrow(), blob.range());
    }

    private List<Wanted> wanted(ActiveChunk chunk, Collection<Integer> blobs) {
        return blobs.stream().map(chunk::blob).map(this::wanted).toList();
    }

    private static List<Integer> left(ActiveChunk chunk) {
        return IntStream.range(0, chunk.chunk().blobs().size())
                .filter(i -> !chunk.intended().isSettled(i))
                .boxed()
                .toList();
    }

    CompletionStage<ChunkResidency> find(ActiveChunk chunk) {
        List<Integer> left = left(chunk);
        return store.find(wanted(chunk, left)).thenApply(found -> ChunkResidency.of(left, found));
    }

    CompletionStage<Void> renew(ActiveChunk chunk) {
        return store.renew(wanted(chunk, left(chunk))).thenApply(answers -> null);
    }

    /** What has to be asked for, in the order in which it lies on its media. */
    CompletionStage<List<Integer>> nearline(ActiveChunk chunk) {
        List<Integer> left = left(chunk);
        return store.find(wanted(chunk, left)).thenApply(found -> nearline(left, found));
    }

    private List<Integer> nearline(List<Integer> left, List<Optional<Residency>> found) {
        List<Integer> indices = IntStream.range(0, left.size())
                .filter(i -> found.get(i)
                        .filter(r -> r.availability() instanceof Availability.Nearline)
                        .isPresent())
                .boxed()
                .toList();
        Comparator<Integer> onMedia = Comparator.comparing(
                i -> found.get(i).flatMap(r -> r.extents().stream().findFirst()), ON_MEDIA);
        return (store.settings().mediaOrder() ? indices.stream().sorted(onMedia) : indices.stream())
                .map(left::get)
                .toList();
    }

    /**
     * What became of a request.
     *
     * @param refused why the store will never bring some of it
     * @param later whether it could not take all for now
     * @param unpaid whether that was for want of money
     */
    record Asked(Map<Integer, String> refused, boolean later, boolean unpaid) {}

    /** Asks for what is nearline; keeps what is online. */
    CompletionStage<Asked> request(ActiveChunk chunk) {
        return nearline(chunk)
                .thenCompose(nearline -> renew(chunk)
                        .thenCompose(renewed -> store.request(wanted(chunk, nearline)))
                        .thenCompose(answers -> inReach(chunk, refusals(nearline, answers))
                                .thenApply(refused -> new Asked(
                                        refused,
                                        answers.stream().anyMatch(ChunkBytes::isForLater),
                                        answers.stream().anyMatch(Answer.Unpaid.class::isInstance)))));
    }

    private static boolean isForLater(Answer answer) {
        return answer instanceof Answer.Unpaid
                || (answer instanceof Answer.Failed failed
                        && (failed.why() instanceof ProviderException.Throttled
                                || failed.why() instanceof ProviderException.Unavailable));
    }

    private static Map<Integer, String> refusals(List<Integer> blobs, List<Answer> answers) {
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < blobs.size(); i++) {
            if (answers.get(i) instanceof Answer.Failed failed && isFinal(failed.why())) {
                refused.put(
                        blobs.get(i),
                        "it cannot be brought online: " + failed.why().getMessage());
            }
        }
        return refused;
    }

    private static boolean isFinal(ProviderException why) {
        return why instanceof ProviderException.Rejected || why instanceof ProviderException.Conflict;
    }

    /** What somebody has taken out of reach meanwhile may come back; of what is in reach the refusal is final. */
    private CompletionStage<Map<Integer, String>> inReach(ActiveChunk chunk, Map<Integer, String> refused) {
        if (refused.isEmpty()) {
            return CompletableFuture.completedStage(refused);
        }
        List<Integer> blobs = List.copyOf(refused.keySet());
        return store.find(wanted(chunk, blobs)).thenApply(found -> {
            refused.keySet().retainAll(ChunkResidency.of(blobs, found).nearline());
            return refused;
        });
    }
}
