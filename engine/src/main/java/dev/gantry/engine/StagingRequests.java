package dev.gantry.engine;

import dev.gantry.engine.ChunkBytes.Asked;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks a store for what is nearline of one job's chunks, and gives up what it will never bring. Belongs to the control
 * thread.
 */
final class StagingRequests {

    /** After so many requests that brought nothing a blob is given up. */
    private static final int MOST = 4;

    private final ActiveJob job;
    private final ChunkBytes bytes;
    private final Control control;
    private final Function<StagedChunk, CompletionStage<Void>> look;
    private final Function<ActiveJob, CompletionStage<Void>> finish;

    /** {@code look} finds out what has become of a chunk; {@code finish} ends the job if nothing is left of it. */
    StagingRequests(
            ActiveJob job,
            ChunkBytes bytes,
            Control control,
            Function<StagedChunk, CompletionStage<Void>> look,
            Function<ActiveJob, CompletionStage<Void>> finish) {
        this.job = job;
        this.bytes = bytes;
        this.control = control;
        this.look = look;
        this.finish = finish;
    }

    /** Asks for what is nearline of a chunk, or gives it up if that was of no use. */
    CompletionStage<Void> request(StagedChunk staged) {
        boolean givenUp = staged.request() > MOST;
        return control.then(job.chunks().load(staged.number()), chunk -> {
            CompletionStage<Asked> asked =
                    givenUp ? bytes.nearline(chunk).thenApply(StagingRequests::fruitless) : bytes.request(chunk);
            return control.then(asked, answered -> {
                staged.asked(answered.later(), answered.unpaid());
                return answered.refused().isEmpty() ? look.apply(staged) : refused(staged, chunk, answered.refused());
            });
        });
    }

    private static Asked fruitless(List<Integer> blobs) {
        Map<Integer, String> reasons = new TreeMap<>();
        blobs.forEach(i -> reasons.put(i, "it was asked for " + MOST + " times and did not come online"));
        return new Asked(reasons, false, false);
    }

    private CompletionStage<Void> refused(StagedChunk staged, ActiveChunk chunk, Map<Integer, String> reasons) {
        reasons.forEach((blob, reason) -> {
            chunk.fail(blob, reason);
            job.objects().failed(chunk.blob(blob), reason);
        });
        return control.then(
                job.record(chunk), nothing -> chunk.intended().isDone() ? finish.apply(job) : look.apply(staged));
    }
}
