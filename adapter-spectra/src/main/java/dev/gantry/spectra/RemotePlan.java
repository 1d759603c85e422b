package dev.gantry.spectra;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a list of a job's chunks tells of its plan and no later answer tells again: its size, its chunks by number, and
 * how objects of several blobs are cut. Takes memory by chunks and by such objects only, never by blobs.
 */
record RemotePlan(JobSize size, TreeMap<Integer, ChunkId> chunks, Map<ObjectName, RemoteReach> reaches) {

    static RemotePlan of(List<RemoteChunk> chunks) {
        Collector collector = new Collector();
        chunks.forEach(chunk -> {
            chunk.blobs().forEach(collector::blob);
            collector.chunk(chunk.number(), chunk.id());
        });
        return collector.plan();
    }

    /** How the object is cut, if it has several blobs. */
    Optional<RemoteReach> reach(ObjectName name) {
        return Optional.ofNullable(reaches.get(name));
    }

    /** This plan with the layouts that {@code other} knows better; sizes and chunks stay. */
    RemotePlan and(RemotePlan other) {
        if (reaches.keySet().containsAll(other.reaches.keySet())) {
            return this;
        }
        Map<ObjectName, RemoteReach> merged = new HashMap<>(reaches);
        other.reaches.forEach((name, reach) -> merged.merge(name, reach, RemoteReach::and));
        return new RemotePlan(size, chunks, merged);
    }

    /** Up to {@code max} chunks from number {@code from} on. */
    List<ChunkId> from(int from, int max) {
        return new ArrayList<>(chunks.tailMap(from).values())
                .stream().limit(max).toList();
    }

    /** Gathers a plan while its list is read. Not thread-safe. */
    static final class Collector {

        private final TreeMap<Integer, ChunkId> chunks = new TreeMap<>();
        private final Map<ObjectName, RemoteReach> reaches = new HashMap<>();
        private Optional<RemoteBlob> last = Optional.empty();
        private long objects;
        private long blobs;
        private long bytes;

        void blob(RemoteBlob blob) {
            blobs++;
            bytes = Math.addExact(bytes, blob.length());
            boolean follows = last.filter(l -> l.name().equals(blob.name())).isPresent();
            if (!follows && blob.offset() == 0) {
                objects++;
            } else if (follows) {
                extend(last.orElseThrow());
                extend(blob);
            } else {
                extend(blob);
            }
            last = Optional.of(blob);
        }

        private void extend(RemoteBlob blob) {
            reaches.merge(blob.name(), RemoteReach.of(blob.range()), RemoteReach::and);
        }

        void chunk(int number, ChunkId id) {
            chunks.put(number, id);
        }

        RemotePlan plan() {
            return new RemotePlan(new JobSize(objects, blobs, chunks.size(), bytes), chunks, reaches);
        }
    }
}
