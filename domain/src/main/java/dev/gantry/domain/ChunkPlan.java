package dev.gantry.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts a job's objects into chunks, one object after the other, holding one chunk at a time. Chunks are numbered from 0
 * and keep the order in which objects were added; blobs of an object follow each other by offset. Not thread-safe.
 */
public final class ChunkPlan {

    private final JobId job;
    private final Consumer<Chunk> sink;
    private List<Blob> open = new ArrayList<>();
    private long openBytes;
    private int chunks;
    private long objects;
    private long blobs;
    private long bytes;

    /** Hands every finished chunk to {@code sink}, in order. */
    public ChunkPlan(JobId job, Consumer<Chunk> sink) {
        this.job = job;
        this.sink = sink;
    }

    /** Adds every blob of one object. */
    public void add(ObjectName name, ObjectId object, BlobLayout layout, Optional<VersionToken> pinned) {
        objects++;
        long count = layout.count();
        for (long i = 0; i < count; i++) {
            add(Blob.of(name, object, layout, i, pinned));
        }
    }

    private void add(Blob blob) {
        boolean full = open.size() == Chunk.MAX_BLOBS || openBytes + blob.length() > Chunk.MAX_BYTES;
        if (full && !open.isEmpty()) {
            close();
        }
        open.add(blob);
        openBytes += blob.length();
        blobs++;
        bytes = Math.addExact(bytes, blob.length());
    }

    private void close() {
        sink.accept(Chunk.of(job, chunks, open));
        chunks = Math.addExact(chunks, 1);
        open = new ArrayList<>();
        openBytes = 0;
    }

    /** Hands over the last chunk and tells the size of the whole. The plan takes nothing afterwards. */
    public JobSize finish() {
        if (!open.isEmpty()) {
            close();
        }
        return new JobSize(objects, blobs, chunks, bytes);
    }
}
