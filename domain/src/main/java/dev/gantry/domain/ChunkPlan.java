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
    private long nearlineBytes;

    /** Hands every finished chunk to {@code sink}, in order. */
    public ChunkPlan(JobId job, Consumer<Chunk> sink) {
        this.job = job;
        this.sink = sink;
    }

    /** Adds every blob of one object. */
    public void add(ObjectName name, ObjectId object, BlobLayout layout, Optional<VersionToken> pinned) {
        add(name, object, layout, pinned, List.of(), false);
    }

    /**
     * Adds the blobs of an object that hold a byte of {@code parts}, each once, with what is wanted of it.
     *
     * @param parts ranges of bytes of the object, in order of offset, of which none touches another; none adds it whole
     * @param nearline whether the object cannot be read at once
     */
    public void add(
            ObjectName name,
            ObjectId object,
            BlobLayout layout,
            Optional<VersionToken> pinned,
            List<ByteRange> parts,
            boolean nearline) {
        objects++;
        if (parts.isEmpty()) {
            for (long i = 0; i < layout.count(); i++) {
                add(Blob.of(name, object, layout, i, pinned).nearline(nearline));
            }
            return;
        }
        long index = 0;
        for (int part = 0; part < parts.size(); index++) {
            index = Math.max(index, layout.indexOf(parts.get(part).offset()));
            Blob blob = Blob.of(name, object, layout, index, pinned).nearline(nearline);
            List<ByteRange> asked = new ArrayList<>();
            part = collect(blob.range(), parts, part, asked);
            add(blob.asked(asked));
        }
    }

    /** Collects what lies in {@code blob} of the parts from {@code from} on; gives the first that is not done with. */
    private static int collect(ByteRange blob, List<ByteRange> parts, int from, List<ByteRange> asked) {
        int part = from;
        while (part < parts.size() && parts.get(part).offset() < blob.end()) {
            asked.add(blob.intersection(parts.get(part)));
            if (parts.get(part).end() > blob.end()) {
                return part;
            }
            part++;
        }
        return part;
    }

    private void add(Blob blob) {
        boolean full = open.size() == Chunk.MAX_BLOBS || openBytes + blob.length() > Chunk.MAX_BYTES;
        if (full && !open.isEmpty()) {
            close();
        }
        open.add(blob);
        nearlineBytes += blob.nearline() ? blob.length() : 0;
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

    /** What is added next begins a chunk of its own. */
    public void cut() {
        if (!open.isEmpty()) {
            close();
        }
    }

    /** How many of the bytes added so far could not be read at once. */
    public long nearlineBytes() {
        return nearlineBytes;
    }

    /** Hands over the last chunk and tells the size of the whole. The plan takes nothing afterwards. */
    public JobSize finish() {
        cut();
        return new JobSize(objects, blobs, chunks, bytes);
    }
}
