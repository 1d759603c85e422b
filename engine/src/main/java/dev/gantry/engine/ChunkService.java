package dev.gantry.engine;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.StoredChunk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Chunks as one user sees them. */
final class ChunkService implements Chunks {

    private final EngineContext context;
    private final JobBoard board;
    private final ReadyList readyList;
    private final User user;

    ChunkService(EngineContext context, JobBoard board, ReadyList readyList, User user) {
        this.context = context;
        this.board = board;
        this.readyList = readyList;
        this.user = user;
    }

    @Override
    public CompletionStage<Ready> ready(JobId id, int max) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, id),
                                        job -> board.find(id)
                                                .filter(running -> !running.hasEnded())
                                                .map(running ->
                                                        readyList.of(running, Math.max(1, Math.min(max, MAX_READY))))
                                                .orElseGet(() -> ofEnded(job)))),
                Problem.NO_SUCH_JOB);
    }

    /**
     * A late poller of a job that completed while it was not looking: of a PUT job it learns that all is in, of a GET job
     * it can read what it believes to miss. Half a list would let it stop with something missing, so a job that one
     * answer cannot hold is gone.
     */
    private CompletionStage<Ready> ofEnded(Job job) {
        if (job.status() != JobStatus.COMPLETED || job.size().chunks() > MAX_READY) {
            throw new ApiException(Problem.GONE, "job " + job.id() + " is " + job.status());
        }
        return page(job.id(), 0, MAX_READY)
                .thenApply(chunks -> new Ready(job, chunks, Duration.ZERO, Optional.empty()));
    }

    @Override
    public CompletionStage<Listing> allocate(ChunkId chunk) {
        return Failures.translated(
                context.control().then(stored(chunk), stored -> {
                    ActiveJob running = board.find(stored.chunk().job())
                            .filter(job -> !job.hasEnded())
                            .orElseThrow(() -> new ApiException(Problem.GONE, "the chunk's job has ended"));
                    running.touch();
                    requireAllocatable(running.job(), chunk);
                    return context.control()
                            .then(running.chunks().load(stored.chunk().number()), loaded -> grant(running, loaded));
                }),
                Problem.NO_SUCH_CHUNK);
    }

    /** A job that others join is given out by its ready list alone (docs/spectra-s3.md, Ready chunks). */
    private static void requireAllocatable(Job job, ChunkId chunk) {
        if (job.has(JobOption.AGGREGATING)) {
            throw new ApiException(
                    Problem.NO_SUCH_CHUNK, "chunk " + chunk + " is of an aggregating job; ask for its ready chunks");
        }
    }

    private CompletionStage<Listing> grant(ActiveJob running, ActiveChunk chunk) {
        Optional<SlotPool.Slot> slot =
                chunk.intended().isDone() ? chunk.slot() : running.grants().tryTake(chunk);
        if (!chunk.intended().isDone() && slot.isEmpty()) {
            throw new ApiException(
                    Problem.UNAVAILABLE,
                    "all slots of store " + running.store().id() + " are in use",
                    ReadyList.RETRY_AFTER,
                    null);
        }
        slot.ifPresent(chunk::hold);
        return running.granted(chunk).thenApply(nothing -> chunk.listing());
    }

    @Override
    public CompletionStage<Listing> find(ChunkId chunk) {
        return Failures.translated(
                context.control()
                        .then(
                                stored(chunk),
                                stored -> java.util.concurrent.CompletableFuture.completedStage(listing(stored))),
                Problem.NO_SUCH_CHUNK);
    }

    private CompletionStage<StoredChunk> stored(ChunkId chunk) {
        return context.control().then(context.jobStore().chunks().find(chunk), found -> {
            StoredChunk stored =
                    found.orElseThrow(() -> new ApiException(Problem.NO_SUCH_CHUNK, "there is no chunk " + chunk));
            return board.require(user, stored.chunk().job()).thenApply(job -> stored);
        });
    }

    @Override
    public CompletionStage<List<Listing>> page(JobId id, int from, int max) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, id),
                                        job -> context.jobStore().chunks().page(id, from, max))
                                .thenApply(page ->
                                        page.stream().map(ChunkService::listing).toList())),
                Problem.NO_SUCH_JOB);
    }

    private static Listing listing(StoredChunk stored) {
        return new Listing(stored.chunk(), stored.state(), stored.reasons());
    }
}
