package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.Progress;
import dev.gantry.domain.Transition;
import dev.gantry.domain.Truncation;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.StoredChunk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Cuts jobs down to what has come. The blobs of objects that are not whole lose their evidence first; then one write
 * shrinks the job. A process that dies between leaves a job that runs on and asks for those blobs again. Belongs to the
 * control thread.
 */
final class JobTruncation {

    /** How long a truncated job is still shown as running: clients look for it right afterwards. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int PAGE = 8;

    private final EngineContext context;
    private final JobBoard board;

    JobTruncation(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    CompletionStage<Job> truncate(ActiveJob running, Truncation by) {
        if (running.hasEnded()) {
            return running.row().next(() -> CompletableFuture.completedStage(running.job()));
        }
        running.end(new ApiException(Problem.GONE, "job " + running.id() + " was truncated"));
        CompletionStage<Come> counted = running.row()
                .next(() -> context.control()
                        .then(
                                quiet(running),
                                nothing -> context.control().then(dropUnfinished(running), dropped -> {
                                    running.objects().discard();
                                    return context.control()
                                            .then(count(running, 0, Come.NOTHING), come -> keep(running, by, come));
                                })));
        return context.control().settle(counted, (come, failure) -> {
            if (failure != null) {
                running.resume();
                return CompletableFuture.failedStage(failure);
            }
            return come.blobs() == 0 ? cancel(running, by) : CompletableFuture.completedStage(running.job());
        });
    }

    private CompletionStage<Job> cancel(ActiveJob running, Truncation by) {
        String reason = by.reason().orElseThrow() + " before anything had come";
        return by == Truncation.BY_TIMEOUT ? board.timeOut(running, reason) : board.cancel(running, reason);
    }

    /** Completes when nothing comes in any more and all evidence is durable. */
    private CompletionStage<Void> quiet(ActiveJob running) {
        CompletableFuture<?>[] arriving = running.chunks().all().stream()
                .flatMap(chunk -> chunk.incoming().values().stream())
                .map(incoming -> incoming.ended().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(arriving);
    }

    /** Receipts are kept of blobs whose object is not whole, and of no others. */
    private CompletionStage<Void> dropUnfinished(ActiveJob running) {
        return context.control().then(context.jobStore().chunks().summaries(running.id()), summaries -> {
            CompletionStage<Void> all = CompletableFuture.completedStage(null);
            for (ChunkSummary chunk : summaries) {
                if (chunk.receipts()) {
                    all = context.control().then(all, nothing -> dropUnfinished(running, chunk.number()));
                }
            }
            return all;
        });
    }

    private CompletionStage<Void> dropUnfinished(ActiveJob running, int number) {
        return context.control().then(running.chunks().load(number), chunk -> {
            chunk.receipts().forEach(kept -> chunk.withdraw(kept.blob()));
            return running.record(chunk);
        });
    }

    /** What has come of a job. */
    private record Come(long objects, long blobs, long failed, long bytes) {

        static final Come NOTHING = new Come(0, 0, 0, 0);

        Come and(StoredChunk stored) {
            Come sum = this;
            for (int i = 0; i < stored.chunk().blobs().size(); i++) {
                boolean come = stored.state().hasEvidence(i);
                boolean first = stored.chunk().blobs().get(i).offset() == 0;
                sum = new Come(
                        sum.objects + (come && first ? 1 : 0),
                        sum.blobs + (come ? 1 : 0),
                        sum.failed + (stored.state().hasFailed(i) ? 1 : 0),
                        sum.bytes + (come ? stored.chunk().blobs().get(i).length() : 0));
            }
            return sum;
        }
    }

    private CompletionStage<Come> count(ActiveJob running, int from, Come before) {
        CompletionStage<List<StoredChunk>> page = context.jobStore().chunks().page(running.id(), from, PAGE);
        return context.control().then(page, chunks -> {
            Come sum = before;
            for (StoredChunk chunk : chunks) {
                sum = sum.and(chunk);
            }
            return chunks.size() < PAGE
                    ? CompletableFuture.completedStage(sum)
                    : count(running, from + chunks.size(), sum);
        });
    }

    private CompletionStage<Come> keep(ActiveJob running, Truncation by, Come come) {
        JobSize size = new JobSize(
                come.objects(),
                come.blobs() + come.failed(),
                running.job().size().chunks(),
                come.bytes());
        Progress progress = new Progress(
                come.blobs(),
                come.failed(),
                come.bytes(),
                running.work().cached(running.job().progress(), come.bytes()));
        Transition transition = running.job().truncate(size, progress, by);
        if (come.blobs() == 0 || !(transition instanceof Transition.Moved moved)) {
            return CompletableFuture.completedStage(come);
        }
        return context.control().then(context.jobStore().jobs().save(moved.job()), nothing -> {
            running.replaceJob(moved.job());
            running.announce();
            context.environment().after(LINGER, () -> board.finish(running));
            return CompletableFuture.completedStage(come);
        });
    }
}
