package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobId;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Replication.PlannedBlob;
import dev.gantry.ports.api.Replication.PlannedChunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan that another server made, looked at as a whole: how an object is cut is known only when its last blob is. Blobs
 * of one object stand together in each chunk, as everywhere here, whatever stood between them.
 */
final class ReplicaPlan {

    private final List<PlannedChunk> chunks;
    private final Map<ObjectId, ReplicaObject> objects = new LinkedHashMap<>();
    private final Map<ObjectName, ObjectId> names = new HashMap<>();
    private final Set<BlobId> blobs = new HashSet<>();

    /** Checks the plan; INVALID, saying what is wrong with which object, if it is none. */
    ReplicaPlan(List<PlannedChunk> chunks) {
        this.chunks = chunks;
        Set<ChunkId> ids = new HashSet<>();
        for (PlannedChunk chunk : chunks) {
            require(ids.add(chunk.id()), "the plan has chunk " + chunk.id() + " twice");
            chunk.blobs().forEach(this::take);
        }
        require(!objects.isEmpty(), "the plan names no object");
        objects.values().forEach(ReplicaObject::close);
        chunks.forEach(chunk ->
                chunk.blobs().forEach(blob -> objects.get(blob.object()).place(blob)));
        requireCountable();
    }

    private void requireCountable() {
        long bytes = 0;
        for (ReplicaObject object : objects.values()) {
            require(object.layout().objectLength() <= Long.MAX_VALUE - bytes, "the plan has too many bytes to count");
            bytes += object.layout().objectLength();
        }
    }

    private void take(PlannedBlob blob) {
        require(blobs.add(blob.id()), "the plan has blob " + blob.id() + " twice, of " + blob.name());
        require(blobs.size() <= Replication.MAX_BLOBS, "a plan has at most " + Replication.MAX_BLOBS + " blobs");
        ObjectId known = names.putIfAbsent(blob.name(), blob.object());
        require(known == null || known.equals(blob.object()), "the plan has two objects named " + blob.name());
        ReplicaObject object = objects.computeIfAbsent(blob.object(), id -> new ReplicaObject(blob.name()));
        require(objects.size() <= Jobs.MAX_OBJECTS, "a job has at most " + Jobs.MAX_OBJECTS + " objects");
        object.take(blob);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ApiException(Problem.INVALID, otherwise);
        }
    }

    /** The objects' ids by their names. */
    Map<ObjectName, ObjectId> names() {
        return names;
    }

    boolean has(ObjectId object) {
        return objects.containsKey(object);
    }

    Collection<ReplicaObject> objects() {
        return objects.values();
    }

    BlobLayout layout(ObjectId object) {
        return objects.get(object).layout();
    }

    List<ChunkId> chunkIds() {
        return chunks.stream().map(PlannedChunk::id).toList();
    }

    int chunkCount() {
        return chunks.size();
    }

    /** Chunk {@code number} as one of that job. */
    Chunk chunk(JobId job, int number) {
        PlannedChunk planned = chunks.get(number);
        Map<ObjectId, List<Blob>> together = new LinkedHashMap<>();
        planned.blobs()
                .forEach(blob -> together.computeIfAbsent(blob.object(), id -> new ArrayList<>())
                        .add(objects.get(blob.object()).blob(blob)));
        List<Blob> ordered = together.values().stream()
                .flatMap(of -> of.stream().sorted(Comparator.comparingLong(Blob::offset)))
                .toList();
        return new Chunk(planned.id(), job, number, ordered);
    }

    JobSize size() {
        long bytes = objects.values().stream()
                .mapToLong(object -> object.layout().objectLength())
                .sum();
        return new JobSize(objects.size(), blobs.size(), chunks.size(), bytes);
    }
}
