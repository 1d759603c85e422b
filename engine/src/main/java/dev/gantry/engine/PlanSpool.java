package dev.gantry.engine;

import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkPlan;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobSize;
import dev.gantry.ports.spi.ChunkTable;
import java.util.ArrayList;
import java.util.List;

/** Takes a plan's chunks to the job store as they come, a few at a time. Not thread-safe; may block. */
final class PlanSpool {

    private static final int CHUNKS_A_BATCH = 8;

    private final Job job;
    private final ChunkTable table;
    private final ChunkPlan plan;
    private final List<Chunk> batch = new ArrayList<>();

    PlanSpool(Job job, ChunkTable table) {
        this.job = job;
        this.table = table;
        this.plan = new ChunkPlan(job.id(), this::add);
    }

    /** Cuts objects into chunks of this job. */
    ChunkPlan plan() {
        return plan;
    }

    private void add(Chunk chunk) {
        batch.add(chunk);
        if (batch.size() == CHUNKS_A_BATCH) {
            flush();
        }
    }

    private void flush() {
        if (!batch.isEmpty()) {
            JobPlanner.await(table.append(job.bucket(), List.copyOf(batch)));
            batch.clear();
        }
    }

    /** Takes what is left to the job store, and tells the size of the whole. */
    JobSize finish() {
        JobSize size = plan.finish();
        flush();
        return size;
    }
}
