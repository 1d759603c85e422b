package dev.gantry.engine;

import dev.gantry.domain.JobId;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.StoredChunk;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The chunks of one job that are in memory: those being worked on, and few others. Belongs to the control thread.
 */
final class LoadedChunks {

    private final JobId job;
    private final ChunkTable table;
    private final Control control;
    private final ChunkMarks marks;
    private final TreeMap<Integer, ActiveChunk> loaded = new TreeMap<>();
    private final Map<Integer, CompletableFuture<ActiveChunk>> loading = new HashMap<>();

    LoadedChunks(JobId job, ChunkTable table, Control control, ChunkMarks marks) {
        this.job = job;
        this.table = table;
        this.control = control;
        this.marks = marks;
    }

    /** The chunk of that number, from memory or from the job store. */
    CompletionStage<ActiveChunk> load(int number) {
        ActiveChunk known = loaded.get(number);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        CompletableFuture<ActiveChunk> running = loading.get(number);
        if (running == null) {
            running = control.then(table.page(job, number, 1), page -> keep(number, page))
                    .toCompletableFuture();
            loading.put(number, running);
            running.whenComplete((chunk, failure) -> control.run(() -> loading.remove(number)));
        }
        return running;
    }

    private CompletionStage<ActiveChunk> keep(int number, List<StoredChunk> page) {
        loading.remove(number);
        if (page.isEmpty() || page.get(0).chunk().number() != number) {
            return Failures.failed(Problem.INTERNAL, "chunk " + number + " of job " + job + " is lost");
        }
        ActiveChunk chunk = loaded.computeIfAbsent(number, n -> new ActiveChunk(page.get(0)));
        evict();
        return CompletableFuture.completedStage(chunk);
    }

    private void evict() {
        if (loaded.size() > 2 * JobGrants.MAX_UNFINISHED) {
            loaded.values()
                    .removeIf(c -> c.slot().isEmpty()
                            && !c.isMoving()
                            && c.intended().equals(c.durable())
                            && (marks.isDone(c.number()) || !marks.isGranted(c.number())));
        }
    }

    Optional<ActiveChunk> find(int number) {
        return Optional.ofNullable(loaded.get(number));
    }

    Collection<ActiveChunk> all() {
        return List.copyOf(loaded.values());
    }

    /** Lets go of a chunk in which nothing is left to do and nothing moves. */
    void unloadIfDone(ActiveChunk chunk) {
        if (marks.isDone(chunk.number()) && !chunk.isMoving()) {
            loaded.remove(chunk.number());
        }
    }

    /** Whether bytes are moving or evidence is on its way to the job store. */
    boolean areUnsettled() {
        return loaded.values().stream()
                .anyMatch(c -> c.isMoving() || !c.intended().equals(c.durable()));
    }

    void clear() {
        loaded.clear();
    }
}
