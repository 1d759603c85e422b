package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads objects back once they are published, for jobs with {@link JobOption#VERIFY_AFTER_WRITE}. An object that does not
 * come back as it was sent is removed and fails for good. Belongs to the control thread.
 */
final class ReadBack {

    private final EngineContext context;
    private final BlobCheck check;

    ReadBack(EngineContext context, BlobCheck check) {
        this.context = context;
        this.check = check;
    }

    /** Completes when the object has come back as it was sent, or need not; INTERNAL if it has not. */
    CompletionStage<Void> confirm(Arrival arrival, ObjectAssembly assembly) {
        ActiveJob job = arrival.job();
        if (!job.job().has(JobOption.VERIFY_AFTER_WRITE)) {
            return CompletableFuture.completedStage(null);
        }
        return context.control()
                .then(
                        wrong(job, arrival.blob()),
                        wrong -> wrong.isEmpty()
                                ? CompletableFuture.<Void>completedStage(null)
                                : fail(arrival, assembly, wrong.get()));
    }

    /** Why the published object of that blob is not what was sent; such an object is removed. */
    CompletionStage<Optional<String>> wrong(ActiveJob job, Blob blob) {
        ObjectKey key = job.keyOf(blob);
        return context.objects()
                .require(job.store(), key)
                .thenCompose(object -> object.id().equals(blob.object())
                        ? check.check(job.store(), object)
                        : CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(wrong -> wrong.isEmpty()
                        ? CompletableFuture.completedStage(wrong)
                        : job.store().objects(objects -> objects.delete(key)).handle((nothing, failure) -> wrong))
                .exceptionallyCompose(ReadBack::unlessGone);
    }

    /** An object that somebody has removed already is none that came back wrong. */
    private static CompletionStage<Optional<String>> unlessGone(Throwable failure) {
        ApiException told = Failures.translate(failure, Problem.NO_SUCH_OBJECT);
        return told.problem() == Problem.NO_SUCH_OBJECT
                ? CompletableFuture.completedStage(Optional.empty())
                : CompletableFuture.failedStage(told);
    }

    private CompletionStage<Void> fail(Arrival arrival, ObjectAssembly assembly, String wrong) {
        ActiveJob job = arrival.job();
        String reason = "read back after writing, " + wrong;
        job.objects().failed(arrival.blob(), reason);
        job.objects().forget(arrival.blob().object());
        Set<Integer> chunks = new TreeSet<>(assembly.takeChunksWithReceipts());
        chunks.add(arrival.chunk().number());
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int number : chunks) {
            all = context.control()
                    .then(
                            all,
                            nothing -> context.control()
                                    .then(
                                            job.chunks().load(number),
                                            chunk -> failBlobs(job, chunk, arrival.blob(), reason)));
        }
        return all.thenCompose(nothing -> CompletableFuture.failedStage(
                new ApiException(Problem.INTERNAL, "object " + job.keyOf(arrival.blob()) + " was removed: " + reason)));
    }

    private static CompletionStage<Void> failBlobs(ActiveJob job, ActiveChunk chunk, Blob blob, String reason) {
        for (int i = 0; i < chunk.chunk().blobs().size(); i++) {
            if (chunk.blob(i).object().equals(blob.object())) {
                chunk.withdraw(i);
                chunk.fail(i, reason);
            }
        }
        return job.record(chunk);
    }
}
