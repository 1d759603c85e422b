package dev.gantry.jdbc;

import static dev.gantry.tck.JobStoreContract.await;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkPlan;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Transition;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.tck.JobSamples;
import dev.gantry.tck.JobStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Prints what the store does in a second on this disk; started by hand with a directory and a number of objects. */
final class JobStoreRates {

    private static final int UPDATES = 200_000;

    private JobStoreRates() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]).resolve("rates.db");
        int objects = Integer.parseInt(arguments[1]);
        AtomicLong commits = new AtomicLong();
        try (JobStore store = SqliteJobStore.at(file, (kind, path, write) -> {
            commits.incrementAndGet();
            write.perform();
        })) {
            await(store.open());
            Job job = JobSamples.job(1);
            create(store, job, objects);
            System.out.println("file " + Files.size(file) + " bytes");
            List<Chunk> chunks = chunks(store, job);
            for (int inFlight : new int[] {1, 32, 256, 2048}) {
                record(store, chunks, inFlight, commits);
            }
            timed("summaries", () -> await(store.chunks().summaries(job.id())));
            timed(
                    "holding",
                    () -> await(store.names()
                            .holding(chunks.get(0).blobs().stream()
                                    .map(b -> new ObjectKey(job.bucket(), b.name()))
                                    .toList())));
            timed("end", () -> await(store.jobs().save(canceled(job))));
            timed("list", () -> await(store.jobs().list(JobFilter.all(), PageRequest.from(0))));
            timed("forget", () -> await(store.jobs().forget(job.id())));
        }
    }

    private static Job canceled(Job job) {
        return ((Transition.Moved) job.cancel(Instant.EPOCH, "rates")).job();
    }

    private static void create(JobStore store, Job job, int objects) {
        timed("create " + objects, () -> {
            await(store.jobs().begin(job));
            List<CompletionStage<Void>> last = new ArrayList<>();
            ChunkPlan plan = new ChunkPlan(job.id(), chunk -> {
                if (last.size() > 3) {
                    await(last.remove(0));
                }
                last.add(store.chunks().append(job.bucket(), List.of(chunk)));
            });
            for (int i = 0; i < objects; i++) {
                ObjectName name = new ObjectName("projects/2026/run-" + i / 1000 + "/sample-" + i + ".dat");
                plan.add(
                        name,
                        new ObjectId(new UUID(i * 0x9E3779B97F4A7C15L, i)),
                        BlobLayout.whole(i),
                        Optional.empty());
            }
            plan.finish();
            last.forEach(JobStoreContract::await);
            await(store.jobs().save(job));
        });
    }

    private static List<Chunk> chunks(JobStore store, Job job) {
        List<Chunk> chunks = new ArrayList<>();
        timed("page of 10", () -> await(store.chunks().page(job.id(), 0, 10)));
        await(store.chunks().page(job.id(), 0, 50)).forEach(c -> chunks.add(c.chunk()));
        return chunks;
    }

    private static void record(JobStore store, List<Chunk> chunks, int inFlight, AtomicLong commits) {
        int updates = inFlight == 1 ? 2_000 : UPDATES;
        Semaphore permits = new Semaphore(inFlight);
        long before = commits.get();
        long start = System.nanoTime();
        for (int i = 0; i < updates; i++) {
            Chunk chunk = chunks.get(i % chunks.size());
            ChunkState state = ChunkState.waiting(chunk.blobs().size())
                    .grant()
                    .evidence(i % chunk.blobs().size());
            permits.acquireUninterruptibly();
            store.chunks().record(JobSamples.update(chunk, state)).whenComplete((done, failure) -> permits.release());
        }
        permits.acquireUninterruptibly(inFlight);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "record, %d in flight: %.0f a second, %d commits%n",
                inFlight, updates / seconds, commits.get() - before);
    }

    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
