package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.StoredChunk;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Sees to it that no two active PUT jobs have one name. Jobs are admitted one at a time, after they are planned, so that
 * a client that is slow to name its objects holds up nobody.
 */
final class NameGuard {

    private static final int CHUNKS_A_PAGE = 1;

    private final EngineContext context;
    private final Map<JobId, JobKind> kinds = new HashMap<>();

    NameGuard(EngineContext context) {
        this.context = context;
    }

    /** Runs {@code activate} if no other active PUT job has a name of {@code job}; else CONFLICT and the job is gone. */
    synchronized CompletionStage<Job> admit(Job job, Supplier<CompletionStage<Job>> activate) {
        kinds.clear();
        if (job.kind() == JobKind.PUT) {
            for (int from = 0; from < job.size().chunks(); from += CHUNKS_A_PAGE) {
                JobPlanner.await(context.jobStore().chunks().page(job.id(), from, CHUNKS_A_PAGE))
                        .forEach(chunk -> check(job, chunk));
            }
        }
        return CompletableFuture.completedStage(JobPlanner.await(activate.get()));
    }

    private void check(Job job, StoredChunk stored) {
        Set<ObjectName> names = new LinkedHashSet<>();
        stored.chunk().blobs().stream().map(Blob::name).forEach(names::add);
        List<ObjectKey> keys =
                names.stream().map(name -> new ObjectKey(job.bucket(), name)).toList();
        List<List<ChunkAddress>> holders =
                JobPlanner.await(context.jobStore().names().holding(keys));
        for (int i = 0; i < keys.size(); i++) {
            for (ChunkAddress holder : holders.get(i)) {
                if (!holder.job().equals(job.id()) && holds(holder, keys.get(i).name())) {
                    throw new ApiException(
                            Problem.CONFLICT,
                            "job " + holder.job() + " is putting " + keys.get(i)
                                    + " already; wait for it or cancel it");
                }
            }
        }
    }

    private boolean holds(ChunkAddress holder, ObjectName name) {
        return kindOf(holder.job()) == JobKind.PUT
                && JobPlanner.await(context.jobStore().chunks().page(holder.job(), holder.number(), 1)).stream()
                        .flatMap(chunk -> chunk.chunk().blobs().stream())
                        .anyMatch(blob -> blob.name().equals(name));
    }

    private JobKind kindOf(JobId job) {
        return kinds.computeIfAbsent(
                job,
                id -> JobPlanner.await(context.jobStore().jobs().find(id))
                        .map(Job::kind)
                        .orElse(JobKind.GET));
    }
}
