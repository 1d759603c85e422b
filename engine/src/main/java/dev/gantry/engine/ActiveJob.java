package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Progress;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.ChunkUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A running job: how far it is, the chunks that are loaded, its objects and its grants. Belongs to the control thread.
 */
final class ActiveJob {

    private final Store store;
    private final JobWork work;
    private final ChunkTable table;
    private final Control control;
    private final ChunkMarks marks;
    private final LoadedChunks chunks;
    private final JobObjects objects;
    private final JobGrants grants;
    private final JobRow row;
    private CompletableFuture<Void> change = new CompletableFuture<>();
    private Job job;
    private Optional<JobStaging> staging = Optional.empty();
    private boolean ended;
    private int growing;

    ActiveJob(Job job, Store store, boolean replace, JobWork work, EngineContext context) {
        this.job = job;
        this.store = store;
        this.work = work;
        this.table = context.jobStore().chunks();
        this.control = context.control();
        this.marks = new ChunkMarks(job.size().chunks(), job.ordering() == Ordering.IN_ORDER);
        this.chunks = new LoadedChunks(job.id(), table, control, marks);
        this.objects = new JobObjects(store, context.objects(), replace);
        this.row = new JobRow(control);
        this.grants = new JobGrants(this, work, context);
    }

    /** Takes up where an earlier process stopped; what it had granted it may have listed. */
    void restore(List<ChunkSummary> summaries) {
        Progress progress = job.progress();
        marks.restore(summaries);
        if (!work.isClients()) {
            marks.unfinished().forEach(marks::takeBack);
        }
        long blobs = summaries.stream().mapToLong(ChunkSummary::evidence).sum();
        long failed = summaries.stream().mapToLong(ChunkSummary::failed).sum();
        long bytes = summaries.stream().mapToLong(ChunkSummary::bytes).sum();
        job = job.with(new Progress(blobs, failed, bytes, work.cached(progress, bytes)));
    }

    JobId id() {
        return job.id();
    }

    Job job() {
        return job;
    }

    void replaceJob(Job changed) {
        job = changed;
    }

    Store store() {
        return store;
    }

    JobWork work() {
        return work;
    }

    boolean hasEnded() {
        return ended;
    }

    ChunkMarks marks() {
        return marks;
    }

    LoadedChunks chunks() {
        return chunks;
    }

    JobObjects objects() {
        return objects;
    }

    JobGrants grants() {
        return grants;
    }

    /** How its data comes online, where it has to. */
    Optional<JobStaging> staging() {
        return staging;
    }

    /** Its chunks are ready only when they are online. */
    void stage(JobStaging how) {
        staging = Optional.of(how);
        marks.holdAll();
    }

    /** Begins to bring online what has to be; completes when it is known whether the first chunk has to. */
    CompletionStage<Void> beginStaging() {
        staging.ifPresent(JobStaging::begin);
        return staging.map(JobStaging::begun).orElseGet(() -> CompletableFuture.completedStage(null));
    }

    /** What is kept of the job itself; every change of it goes this way. */
    JobRow row() {
        return row;
    }

    /** Whether chunks are about to join, so that the job cannot be over. */
    boolean isGrowing() {
        return growing > 0;
    }

    /** Chunks are about to join. */
    void beginToGrow() {
        growing++;
    }

    /** The job has grown by {@code part}, which is durable. */
    void grow(Job part) {
        marks.grow(part.size().chunks());
        job = joined(part);
        staging.ifPresent(JobStaging::grown);
    }

    /** The job as it is with {@code part}. */
    Job joined(Job part) {
        Progress p = job.progress();
        return job.with(job.size().plus(part.size()))
                .with(new Progress(
                        p.blobs(),
                        p.failedBlobs(),
                        p.bytes(),
                        p.cachedBytes() + part.progress().cachedBytes()));
    }

    /** What was about to join has, or has not. */
    void endToGrow() {
        growing--;
    }

    /** Its client has given a sign of life. */
    void touch() {
        grants.touch();
    }

    /** Makes the grant of a chunk durable, unless it is. */
    CompletionStage<Void> granted(ActiveChunk chunk) {
        marks.grant(chunk.number());
        if (chunk.intended().granted()) {
            return CompletableFuture.completedStage(null);
        }
        chunk.grant();
        return record(chunk);
    }

    /**
     * Tells the job store what has become of a chunk; the job's progress follows when that is durable. What changes while
     * it is told goes with the next message, so that many small blobs share one.
     */
    CompletionStage<Void> record(ActiveChunk chunk) {
        return chunk.records(() -> new SharedCall(control, () -> write(chunk))).make();
    }

    private CompletionStage<Void> write(ActiveChunk chunk) {
        ChunkUpdate update = chunk.update();
        return control.then(table.record(update), nothing -> {
            confirmed(chunk, update);
            return CompletableFuture.completedStage(null);
        });
    }

    private void confirmed(ActiveChunk chunk, ChunkUpdate update) {
        ChunkState before = chunk.durable();
        ChunkState now = update.state();
        Progress p = job.progress();
        long bytes = p.bytes() + update.bytes() - chunk.durableBytes();
        job = job.with(new Progress(
                p.blobs() + now.evidenceCount() - before.evidenceCount(),
                p.failedBlobs() + now.failedCount() - before.failedCount(),
                bytes,
                work.cached(p, bytes)));
        chunk.confirmed(update);
        if (now.isDone() && !marks.isDone(chunk.number())) {
            marks.finish(chunk.number());
            chunk.slot().ifPresent(SlotPool.Slot::release);
            chunks.unloadIfDone(chunk);
            staging.ifPresent(own -> own.done(chunk.number()));
        }
        announce();
    }

    /** Wakes whoever waits for something to change. */
    void announce() {
        CompletableFuture<Void> old = change;
        change = new CompletableFuture<>();
        old.complete(null);
    }

    CompletionStage<Void> nextChange() {
        return change;
    }

    /** Whether every blob that is left is being read or written: the job may be over any moment. */
    boolean everythingIsTaken() {
        return marks.areAllGranted()
                && marks.unfinished()
                        .allMatch(n -> chunks.find(n)
                                .filter(chunk -> !chunk.hasWorkFor(work.isReading()))
                                .isPresent());
    }

    /** Whether evidence is on its way, or the end that the last of it brings. */
    boolean isUnsettled() {
        return chunks.areUnsettled() || (nothingLeft() && !isGrowing());
    }

    boolean nothingLeft() {
        return job.progress().blobs() + job.progress().failedBlobs()
                == job.size().blobs();
    }

    ObjectAssembly assembly(Blob blob) {
        return objects.assembly(keyOf(blob), blob);
    }

    ObjectKey keyOf(Blob blob) {
        return new ObjectKey(job.bucket(), blob.name());
    }

    /** Ends the job in memory: nobody waits and nothing comes in. */
    void end(ApiException reason) {
        ended = true;
        grants.end(reason);
        chunks.all().forEach(chunk -> {
            List.copyOf(chunk.incoming().values()).forEach(Incoming::giveUp);
            chunk.slot().ifPresent(SlotPool.Slot::release);
        });
        announce();
    }

    /** The end is durable: nothing half-written stays. */
    void discard() {
        objects.discard();
        staging.ifPresent(JobStaging::end);
        chunks.clear();
    }

    /** The end was not written: the job runs on as before, and whoever finishes it next tries again. */
    void resume() {
        ended = job.isTruncated();
    }
}
