package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.spi.AccessTable;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.JobTable;
import dev.gantry.ports.spi.NameTable;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredChunk;
import dev.gantry.ports.spi.TaskTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Jobs in memory: for embedders who need none to outlive the process, and for tests. Closed and opened again it still has
 * them.
 */
public final class MemoryJobStore implements JobStore, JobTable, ChunkTable, NameTable {

    /** A chunk with the bytes that its last update told. */
    private record Kept(StoredChunk stored, long bytes) {}

    private final Map<JobId, Job> jobs = new HashMap<>();
    private final Set<JobId> inCreation = new HashSet<>();
    private final Map<JobId, List<Kept>> chunks = new HashMap<>();
    private final Map<ObjectKey, Set<ChunkAddress>> names = new HashMap<>();

    private final Catalogue catalogue = new MemoryCatalogue();
    private final TaskTable tasks = new MemoryTasks();
    private final AccessTable access = new MemoryAccess();
    private boolean open;

    private synchronized <T> CompletionStage<T> done(Supplier<T> work) {
        if (!open) {
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the job store is not open", null));
        }
        try {
            return CompletableFuture.completedStage(work.get());
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Void> did(Runnable work) {
        return done(() -> {
            work.run();
            return null;
        });
    }

    @Override
    public synchronized CompletionStage<Void> open() {
        open = true;
        return did(() -> List.copyOf(inCreation).forEach(this::drop));
    }

    @Override
    public JobTable jobs() {
        return this;
    }

    @Override
    public ChunkTable chunks() {
        return this;
    }

    @Override
    public NameTable names() {
        return this;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public TaskTable tasks() {
        return tasks;
    }

    @Override
    public AccessTable access() {
        return access;
    }

    @Override
    public synchronized void close() {
        open = false;
    }

    @Override
    public CompletionStage<Void> begin(Job job) {
        return did(() -> {
            jobs.put(job.id(), job);
            inCreation.add(job.id());
            chunks.put(job.id(), new ArrayList<>());
        });
    }

    @Override
    public CompletionStage<Void> save(Job job) {
        return did(() -> {
            jobs.put(job.id(), job);
            inCreation.remove(job.id());
            if (!job.isActive()) {
                dropNames(job.id());
            }
        });
    }

    @Override
    public CompletionStage<Void> save(Job job, JobId part) {
        return did(() -> {
            boolean running =
                    jobs.containsKey(job.id()) && jobs.get(job.id()).isActive() && !inCreation.contains(job.id());
            if (!inCreation.contains(part) || !running) {
                throw new ProviderException.NotFound(
                        "no job " + job.id() + " is running, or none " + part + " in creation");
            }
            List<Kept> all = chunks.get(job.id());
            for (Kept kept : chunks.get(part)) {
                Chunk chunk = kept.stored().chunk();
                all.add(new Kept(renumbered(kept.stored(), job.id(), all.size()), kept.bytes()));
                note(job.bucket(), new Chunk(chunk.id(), job.id(), all.size() - 1, chunk.blobs()));
            }
            drop(part);
            jobs.put(job.id(), job);
        });
    }

    private static StoredChunk renumbered(StoredChunk stored, JobId job, int number) {
        Chunk chunk = new Chunk(stored.chunk().id(), job, number, stored.chunk().blobs());
        return new StoredChunk(chunk, stored.state(), stored.receipts(), stored.reasons());
    }

    @Override
    public CompletionStage<Void> forget(JobId job) {
        return did(() -> drop(job));
    }

    private void drop(JobId job) {
        jobs.remove(job);
        inCreation.remove(job);
        chunks.remove(job);
        dropNames(job);
    }

    private void dropNames(JobId job) {
        names.values()
                .forEach(holders -> holders.removeIf(holder -> holder.job().equals(job)));
        names.values().removeIf(Set::isEmpty);
    }

    @Override
    public CompletionStage<Optional<Job>> find(JobId job) {
        return done(() -> Optional.ofNullable(jobs.get(job)).filter(found -> !inCreation.contains(job)));
    }

    @Override
    public CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page) {
        return done(() -> {
            List<Job> taken = visible()
                    .filter(filter::accepts)
                    .sorted(JobFilter.NEWEST_FIRST)
                    .toList();
            return page.start() instanceof PageRequest.Behind behind
                    ? behind(taken, marker(new JobId(behind.id())), page.max())
                    : page.of(taken, job -> job.id().value());
        });
    }

    private Stream<Job> visible() {
        return jobs.values().stream().filter(job -> !inCreation.contains(job.id()));
    }

    private Job marker(JobId id) {
        return visible()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProviderException.NotFound(
                        "the page is to begin behind job " + id + ", which is not there"));
    }

    private static Page<Job> behind(List<Job> taken, Job marker, int max) {
        List<Job> following = taken.stream()
                .filter(job -> JobFilter.NEWEST_FIRST.compare(job, marker) > 0)
                .toList();
        int items = Math.min(max, following.size());
        return new Page<>(following.subList(0, items), following.size() - items, taken.size());
    }

    @Override
    public CompletionStage<Void> append(BucketName bucket, List<Chunk> added) {
        return did(() -> added.forEach(chunk -> append(bucket, chunk)));
    }

    private void append(BucketName bucket, Chunk chunk) {
        if (!inCreation.contains(chunk.job())) {
            throw new ProviderException.NotFound("no job " + chunk.job() + " is in creation");
        }
        ChunkState waiting = ChunkState.waiting(chunk.blobs().size());
        chunks.get(chunk.job()).add(new Kept(new StoredChunk(chunk, waiting, List.of(), Map.of()), 0));
        note(bucket, chunk);
    }

    private void note(BucketName bucket, Chunk chunk) {
        ChunkAddress address = new ChunkAddress(chunk.job(), chunk.number());
        chunk.blobs().stream()
                .map(Blob::name)
                .distinct()
                .forEach(name -> names.computeIfAbsent(new ObjectKey(bucket, name), k -> new LinkedHashSet<>())
                        .add(address));
    }

    /** The chunks of a visible job. */
    private List<Kept> visible(JobId job) {
        return inCreation.contains(job) ? List.of() : chunks.getOrDefault(job, List.of());
    }

    @Override
    public CompletionStage<List<StoredChunk>> page(JobId job, int from, int max) {
        return done(() ->
                visible(job).stream().skip(from).limit(max).map(Kept::stored).toList());
    }

    @Override
    public CompletionStage<Optional<StoredChunk>> find(ChunkId chunk) {
        return done(() -> first(stored -> stored.chunk().id().equals(chunk)));
    }

    @Override
    public CompletionStage<Optional<StoredChunk>> holding(EntryId entry) {
        return done(() -> first(stored -> entry.placeIn(stored.chunk()).isPresent()));
    }

    private Optional<StoredChunk> first(Predicate<StoredChunk> wanted) {
        return chunks.keySet().stream()
                .flatMap(job -> visible(job).stream())
                .map(Kept::stored)
                .filter(wanted)
                .findFirst();
    }

    @Override
    public CompletionStage<Void> record(ChunkUpdate update) {
        return did(() -> {
            List<Kept> kept = chunks.getOrDefault(update.address().job(), List.of());
            int number = update.address().number();
            if (number >= kept.size()) {
                throw new ProviderException.NotFound("there is no chunk " + update.address());
            }
            Chunk chunk = kept.get(number).stored().chunk();
            kept.set(
                    number,
                    new Kept(
                            new StoredChunk(chunk, update.state(), update.receipts(), update.reasons()),
                            update.bytes()));
        });
    }

    @Override
    public CompletionStage<List<ChunkSummary>> summaries(JobId job) {
        return done(() -> visible(job).stream().map(MemoryJobStore::summary).toList());
    }

    private static ChunkSummary summary(Kept kept) {
        StoredChunk stored = kept.stored();
        return new ChunkSummary(
                stored.chunk().number(),
                stored.state().granted(),
                stored.state().blobs(),
                stored.state().evidenceCount(),
                stored.state().failedCount(),
                kept.bytes(),
                !stored.receipts().isEmpty());
    }

    @Override
    public CompletionStage<List<List<ChunkAddress>>> holding(List<ObjectKey> keys) {
        return done(() -> keys.stream()
                .map(key -> names.getOrDefault(key, Set.of()).stream()
                        .filter(address -> !inCreation.contains(address.job()))
                        .toList())
                .toList());
    }
}
