package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that the node works off by itself: a chunk at a time of each job, blob after blob, under the chunk's slot. What
 * became of the blobs is written once a chunk, so a process that dies does that chunk again.
 */
abstract class NodeWork implements JobWork {

    /** How long to wait after the store could not be asked. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final EngineContext context;
    private final JobBoard board;

    NodeWork(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    /** Does what the job is for with one blob; says why that failed for good, or fails to be tried again. */
    abstract CompletionStage<Optional<String>> work(ActiveJob job, Blob blob);

    @Override
    public boolean isClients() {
        return false;
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public int mostUnfinished() {
        return 1;
    }

    @Override
    public long cached(Progress before, long evidence) {
        return evidence;
    }

    @Override
    public void granted(ActiveJob job, ActiveChunk chunk) {
        SlotPool.Slot slot = chunk.slot().orElseThrow();
        slot.begin();
        CompletionStage<Void> worked = context.control().then(blobsFrom(job, chunk, 0), nothing -> job.record(chunk));
        context.control().settle(worked, (nothing, failure) -> {
            slot.end();
            slot.release();
            return failure == null ? goOn(job, chunk) : tryLater(job, chunk);
        });
    }

    private CompletionStage<Void> blobsFrom(ActiveJob job, ActiveChunk chunk, int index) {
        if (job.hasEnded() || index == chunk.chunk().blobs().size()) {
            return CompletableFuture.completedStage(null);
        }
        if (chunk.intended().isSettled(index)) {
            return blobsFrom(job, chunk, index + 1);
        }
        return context.control().then(work(job, chunk.blob(index)), wrong -> {
            wrong.ifPresentOrElse(reason -> fail(job, chunk, index, reason), () -> chunk.evidence(index));
            return blobsFrom(job, chunk, index + 1);
        });
    }

    private static void fail(ActiveJob job, ActiveChunk chunk, int index, String reason) {
        chunk.fail(index, reason);
        job.objects().failed(chunk.blob(index), reason);
    }

    private CompletionStage<Void> goOn(ActiveJob job, ActiveChunk chunk) {
        job.chunks().unloadIfDone(chunk);
        job.grants().offer();
        return board.finishIfDone(job);
    }

    private static CompletionStage<Void> tryLater(ActiveJob job, ActiveChunk chunk) {
        job.marks().takeBack(chunk.number());
        job.grants().pause(PAUSE);
        return CompletableFuture.completedStage(null);
    }
}
