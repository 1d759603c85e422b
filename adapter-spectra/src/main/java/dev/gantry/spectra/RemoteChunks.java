package dev.gantry.spectra;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.JobId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Problem;
import dev.gantry.spectra.RemotePlans.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;

/** The chunks of the far side's jobs (docs/spectra-s3.md, Chunks). */
final class RemoteChunks implements Chunks {

    private final RemoteNode node;
    private final RemotePlans plans;
    private final RemoteBuckets buckets;

    RemoteChunks(RemoteNode node, RemotePlans plans, RemoteBuckets buckets) {
        this.node = node;
        this.plans = plans;
        this.buckets = buckets;
    }

    @Override
    public CompletionStage<Ready> ready(JobId job, int max) {
        RemoteCall call = RemoteCall.rest("GET", "job_chunk")
                .query("job", job.toString())
                .query("preferred_number_of_chunks", Integer.toString(max))
                .missing(Problem.NO_SUCH_JOB);
        return plans.of(job)
                .thenCompose(known -> node.read(call, (headers, in) -> {
                    Duration retryAfter = RemoteFailure.wait(headers.first(WireNames.RETRY_AFTER));
                    return answer(RemoteJobList.read(in, number -> true), known, max, retryAfter);
                }))
                .thenCompose(this::placed);
    }

    /** A ready list that still lacks its job's store. */
    private record Answer(RemoteJob job, Known known, List<Listing> chunks, Duration retryAfter) {}

    private static Answer answer(RemoteJobList list, Known known, int max, Duration retryAfter) {
        List<Listing> chunks = list.chunks().stream()
                .limit(max)
                .map(chunk -> listing(chunk, known, true))
                .toList();
        return new Answer(RemoteJob.of(list.root()), known, chunks, chunks.isEmpty() ? retryAfter : Duration.ZERO);
    }

    private static Listing listing(RemoteChunk chunk, Known known, boolean granted) {
        return chunk.toListing(known.job(), known.bucket(), known.kind(), known.plan(), granted);
    }

    private CompletionStage<Ready> placed(Answer answer) {
        return buckets.store(answer.job().bucket())
                .thenApply(store -> new Ready(
                        answer.job().toJob(store, answer.known().plan().size(), 0),
                        answer.chunks(),
                        answer.retryAfter(),
                        Optional.empty()));
    }

    @Override
    public CompletionStage<Listing> allocate(ChunkId chunk) {
        return one(RemoteCall.rest("PUT", "job_chunk/" + chunk).query("operation", "allocate"), chunk, true);
    }

    @Override
    public CompletionStage<Listing> find(ChunkId chunk) {
        return one(RemoteCall.rest("GET", "job_chunk/" + chunk), chunk, false);
    }

    private CompletionStage<Listing> one(RemoteCall call, ChunkId chunk, boolean granted) {
        return plans.of(chunk)
                .thenCompose(known -> node.read(call.missing(Problem.NO_SUCH_CHUNK), (headers, in) -> {
                    List<RemoteChunk> chunks = RemoteJobList.readChunk(in).chunks();
                    if (chunks.isEmpty()) {
                        throw new ApiException(Problem.NO_SUCH_CHUNK, "nothing is left to do in chunk " + chunk);
                    }
                    return listing(chunks.get(0), known, granted);
                }));
    }

    /** Reads single chunks where their ids are known, since the whole list costs as much as the job is large. */
    @Override
    public CompletionStage<List<Listing>> page(JobId job, int from, int max) {
        List<ChunkId> ids =
                plans.find(job).map(known -> known.plan().from(from, max)).orElse(List.of());
        boolean most = plans.find(job)
                .filter(known -> 2L * ids.size() < known.plan().chunks().size())
                .isEmpty();
        return most
                ? whole(job, from, max)
                : singly(ids)
                        .handle((page, failure) -> page != null
                                ? CompletableFuture.<List<Listing>>completedFuture(page)
                                : again(job, from, max, failure))
                        .thenCompose(page -> page);
    }

    /** A far side may forget chunks that are done; its whole list tells which are left. */
    private CompletionStage<List<Listing>> again(JobId job, int from, int max, Throwable failure) {
        return RemoteNode.unwrapped(failure) instanceof ApiException e && e.problem() == Problem.NO_SUCH_CHUNK
                ? whole(job, from, max)
                : CompletableFuture.failedFuture(failure);
    }

    private CompletionStage<List<Listing>> singly(List<ChunkId> ids) {
        CompletionStage<List<Listing>> page = CompletableFuture.completedFuture(new ArrayList<>());
        for (ChunkId id : ids) {
            page = page.thenCompose(before -> find(id).thenApply(listing -> {
                before.add(listing);
                return before;
            }));
        }
        return page.thenApply(List::copyOf);
    }

    private CompletionStage<List<Listing>> whole(JobId job, int from, int max) {
        RemoteCall call = RemoteCall.rest("GET", "job/" + job).missing(Problem.NO_SUCH_JOB);
        return node.read(call, (headers, in) -> {
            RemoteJobList list = RemoteJobList.read(in, firstOf(from, max));
            Known known = plans.learn(RemoteJob.of(list.root()), list.plan());
            return list.chunks().stream()
                    .map(chunk -> listing(chunk, known, false))
                    .toList();
        });
    }

    /** Lists are in the order of chunk numbers (docs/spectra-s3.md, Life of a job). */
    private static IntPredicate firstOf(int from, int max) {
        int[] taken = {0};
        return number -> number >= from && taken[0]++ < max;
    }
}
