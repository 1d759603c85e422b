package dev.gantry.engine;

import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes somebody else's plan to the job store, with the evidence of what is there already. May block. */
final class ReplicaPlanning {

    private final EngineContext context;
    private final Job job;
    private final StoreDirectory.Located located;
    private final ReplicaPlan plan;
    private final NameGuard.Entry guard;
    private final NameSet names = new NameSet();
    private final Set<ObjectId> there = new HashSet<>();

    ReplicaPlanning(
            EngineContext context, Job job, StoreDirectory.Located located, ReplicaPlan plan, NameGuard.Entry guard) {
        this.context = context;
        this.job = job;
        this.located = located;
        this.plan = plan;
        this.guard = guard;
    }

    /** Every name in the plan. */
    NameSet names() {
        return names;
    }

    /** Plans everything, and gives the job with its size. */
    Job run() {
        plan.objects().forEach(this::requireTakeable);
        List<ObjectName> all = new ArrayList<>(plan.names().keySet());
        for (int from = 0; from < all.size(); from += ObjectStore.MAX_HEAD) {
            look(all.subList(from, Math.min(all.size(), from + ObjectStore.MAX_HEAD)));
        }
        for (int number = 0; number < plan.chunkCount(); number++) {
            keep(plan.chunk(job.id(), number));
        }
        return job.with(plan.size());
    }

    private void requireTakeable(ReplicaObject object) {
        ReplicaPlan.require(
                located.store().provider().limits().take(object.layout()),
                "store " + located.store().id() + " cannot take " + object.name() + " in blobs of "
                        + object.layout().blobSize() + " bytes");
    }

    private void look(List<ObjectName> batch) {
        batch.forEach(names::add);
        List<ObjectKey> keys =
                batch.stream().map(name -> new ObjectKey(job.bucket(), name)).toList();
        guard.check(keys);
        JobPlanner.await(context.objects().find(located.store(), keys))
                .forEach(found -> found.ifPresent(this::compare));
    }

    private void compare(ObjectInfo found) {
        ObjectId planned = plan.names().get(found.key().name());
        if (found.id().equals(planned)) {
            requireSameCuts(found, planned);
            there.add(planned);
        } else if (!located.bucket().replace()) {
            throw new ApiException(
                    Problem.OBJECT_EXISTS,
                    "there is an object " + found.key() + " already, and the bucket keeps what it has");
        }
    }

    private void requireSameCuts(ObjectInfo found, ObjectId planned) {
        if (!found.layout().equals(plan.layout(planned))) {
            throw new ApiException(
                    Problem.CONFLICT,
                    found.key() + " is there as object " + planned + ", but cut otherwise than in the plan");
        }
    }

    private void keep(Chunk chunk) {
        JobPlanner.await(context.jobStore().chunks().append(job.bucket(), List.of(chunk)));
        ChunkState state = state(chunk);
        if (state.evidenceCount() > 0) {
            JobPlanner.await(context.jobStore().chunks().record(update(chunk, state)));
        }
    }

    /** A chunk that is all there is granted too: nobody is to be given a slot for it. */
    private ChunkState state(Chunk chunk) {
        ChunkState state = ChunkState.waiting(chunk.blobs().size());
        for (int i = 0; i < chunk.blobs().size(); i++) {
            state = there.contains(chunk.blobs().get(i).object()) ? state.evidence(i) : state;
        }
        return state.isDone() ? state.grant() : state;
    }

    private ChunkUpdate update(Chunk chunk, ChunkState state) {
        long bytes = chunk.blobs().stream()
                .filter(blob -> there.contains(blob.object()))
                .mapToLong(blob -> blob.length())
                .sum();
        return new ChunkUpdate(new ChunkAddress(job.id(), chunk.number()), state, bytes, List.of(), Map.of());
    }
}
