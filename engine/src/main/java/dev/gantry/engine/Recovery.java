package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ResumableWrites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes up what an earlier process left: jobs are where their evidence says, objects that became visible count even if
 * that was not written down, receipts whose bytes are gone do not, and half-written objects that no job names are swept.
 * Runs once, on a thread that may block, before anybody is served.
 */
final class Recovery {

    private final EngineContext context;
    private final JobBoard board;
    private final ReadBack readBack;
    private final Map<Store, Set<ObjectId>> halfWritten = new HashMap<>();

    Recovery(EngineContext context, JobBoard board, ReadBack readBack) {
        this.readBack = readBack;
        this.context = context;
        this.board = board;
    }

    void run() {
        context.stores().all().forEach(store -> halfWritten.put(store, new HashSet<>()));
        for (Job job : running()) {
            context.stores().find(job.store()).ifPresent(store -> recover(job, store));
        }
        halfWritten.forEach((store, keep) ->
                store.resumable().ifPresent(writes -> JobPlanner.await(store.repeat(() -> writes.sweep(keep)))));
    }

    /** All of them before the first is taken up, since one that ends moves the others. */
    private List<Job> running() {
        List<Job> all = new ArrayList<>();
        Page<Job> page;
        do {
            page = JobPlanner.await(context.jobStore().jobs().list(JobFilter.running(), PageRequest.from(all.size())));
            all.addAll(page.items());
        } while (page.left() > 0);
        return all;
    }

    private void recover(Job job, Store store) {
        List<ChunkSummary> summaries =
                JobPlanner.await(context.jobStore().chunks().summaries(job.id()));
        Optional<BucketRecord> bucket =
                JobPlanner.await(context.stores().find(job.bucket())).map(StoreDirectory.Located::bucket);
        boolean replace = bucket.map(BucketRecord::replace).orElse(true);
        ActiveJob running = onControl(() -> {
            ActiveJob taken = board.add(job, store, replace);
            taken.restore(summaries);
            taken.resume();
            return taken;
        });
        if (bucket.filter(there -> context.stores().access().forbids(job, there))
                .isPresent()) {
            JobPlanner.await(context.control().call(() -> board.cancel(running, AccessBook.TAKEN_AWAY)));
            return;
        }
        noteFailures(running, summaries);
        if (running.job().kind() == JobKind.PUT && !running.job().isTruncated()) {
            recoverWrites(running, summaries);
        }
        JobPlanner.await(context.control()
                .call(() -> job.isTruncated()
                        ? board.finish(running).thenApply(over -> null)
                        : board.finishIfDone(running)));
        onControl(() -> {
            if (!running.hasEnded()) {
                running.beginStaging();
                running.grants().offer();
            }
            return null;
        });
    }

    private <T> T onControl(java.util.function.Supplier<T> work) {
        return JobPlanner.await(
                context.control().call(() -> java.util.concurrent.CompletableFuture.completedStage(work.get())));
    }

    private void noteFailures(ActiveJob running, List<ChunkSummary> summaries) {
        summaries.stream().filter(chunk -> chunk.failed() > 0).forEach(chunk -> {
            ActiveChunk loaded = load(running, chunk);
            onControl(() -> {
                for (int i = 0; i < chunk.blobs(); i++) {
                    if (loaded.intended().hasFailed(i)) {
                        running.objects()
                                .failed(
                                        loaded.blob(i),
                                        loaded.listing().reason(i).orElse("failed"));
                    }
                }
                return null;
            });
        });
    }

    private ActiveChunk load(ActiveJob running, ChunkSummary chunk) {
        return JobPlanner.await(context.control().call(() -> running.chunks().load(chunk.number())));
    }

    private void recoverWrites(ActiveJob running, List<ChunkSummary> summaries) {
        List<ActiveChunk> open = summaries.stream()
                .filter(chunk -> chunk.granted() && (!chunk.isDone() || chunk.receipts()))
                .map(chunk -> load(running, chunk))
                .toList();
        Map<ObjectId, Blob> unsure = new LinkedHashMap<>();
        open.forEach(chunk -> collect(chunk, unsure));
        Set<ObjectId> published = published(running, List.copyOf(unsure.values()));
        if (running.job().has(JobOption.VERIFY_AFTER_WRITE)) {
            published.removeIf(object -> unsure.containsKey(object) && cameBackWrong(running, unsure.get(object)));
        }
        Set<ObjectId> held = held(running, unsure.keySet(), published);
        halfWritten.get(running.store()).addAll(held);
        open.forEach(chunk -> {
            onControl(() -> {
                settle(running, chunk, published, held);
                return null;
            });
            if (!chunk.intended().equals(chunk.durable())) {
                JobPlanner.await(context.control().call(() -> running.record(chunk)));
            }
        });
    }

    private boolean cameBackWrong(ActiveJob running, Blob blob) {
        return JobPlanner.await(readBack.wrong(running, blob)).isPresent();
    }

    /** The objects of which it is not certain what became: not all their blobs have evidence, or receipts are kept. */
    private static void collect(ActiveChunk chunk, Map<ObjectId, Blob> unsure) {
        for (int i = 0; i < chunk.chunk().blobs().size(); i++) {
            if (!chunk.intended().isSettled(i) || chunk.receipt(i).isPresent()) {
                unsure.putIfAbsent(chunk.blob(i).object(), chunk.blob(i));
            }
        }
    }

    /** Of many at once a store need not tell whose object it is: those that are there are asked for again, a few at once. */
    private Set<ObjectId> published(ActiveJob running, List<Blob> unsure) {
        Set<ObjectId> published = new HashSet<>();
        List<Blob> others = published(running, unsure, ObjectStore.MAX_HEAD, published);
        published(running, others, ObjectStore.WHOLE_HEAD, published);
        return published;
    }

    /** Adds the objects that are those of the blobs; gives the blobs under whose names something else seems to be. */
    private List<Blob> published(ActiveJob running, List<Blob> unsure, int atOnce, Set<ObjectId> published) {
        List<Blob> others = new ArrayList<>();
        for (int from = 0; from < unsure.size(); from += atOnce) {
            List<Blob> asked = unsure.subList(from, Math.min(unsure.size(), from + atOnce));
            List<Optional<ObjectInfo>> found = JobPlanner.await(context.objects()
                    .find(running.store(), asked.stream().map(running::keyOf).toList()));
            for (int i = 0; i < asked.size(); i++) {
                Blob blob = asked.get(i);
                found.get(i).map(ObjectInfo::id).ifPresent(id -> {
                    if (id.equals(blob.object())) {
                        published.add(id);
                    } else {
                        others.add(blob);
                    }
                });
            }
        }
        return others;
    }

    private static Set<ObjectId> held(ActiveJob running, Set<ObjectId> unsure, Set<ObjectId> published) {
        Set<ObjectId> held = new HashSet<>();
        Optional<ResumableWrites> writes = running.store().resumable();
        if (writes.isPresent()) {
            for (ObjectId id : unsure) {
                if (!published.contains(id)
                        && JobPlanner.await(
                                running.store().repeat(() -> writes.get().holds(id)))) {
                    held.add(id);
                }
            }
        }
        return held;
    }

    private static void settle(ActiveJob running, ActiveChunk chunk, Set<ObjectId> published, Set<ObjectId> held) {
        for (int i = 0; i < chunk.chunk().blobs().size(); i++) {
            Blob blob = chunk.blob(i);
            Optional<KeptReceipt> receipt = chunk.receipt(i);
            if (published.contains(blob.object())) {
                chunk.evidence(i);
                chunk.dropReceipt(i);
            } else if (held.contains(blob.object())) {
                takeUp(running.assembly(blob), receipt, chunk.number());
            } else if (receipt.isPresent()) {
                chunk.withdraw(i);
            }
        }
    }

    private static void takeUp(ObjectAssembly assembly, Optional<KeptReceipt> receipt, int chunk) {
        assembly.begunEarlier();
        receipt.ifPresent(kept -> {
            assembly.restore(kept.receipt(), kept.metadata());
            assembly.keptIn(chunk);
        });
    }
}
