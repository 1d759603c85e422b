package dev.gantry.spectra;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Replication.PlannedBlob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job to replicate as Get Job to Replicate gives it: JSON with lists of blobs, chunks and objects that refer to each
 * other, in whatever order, so it is put together once all is read.
 */
final class ReplicaJson {

    private record JsonBlob(ObjectId object, long offset, long length) {}

    private record JsonEntry(long order, BlobId blob) {}

    private record JsonChunk(long number, ChunkId id, List<JsonEntry> entries) {}

    private final JsonIn in;
    private final Map<ObjectId, ObjectName> objects = new HashMap<>();
    private final Map<BlobId, JsonBlob> blobs = new HashMap<>();
    private final List<JsonChunk> chunks = new ArrayList<>();
    private Optional<JobId> job = Optional.empty();
    private int entries;

    private ReplicaJson(JsonIn in) {
        this.in = in;
    }

    static ReplicaDocument read(LimitedInputStream body) {
        List<ReplicaJson> read = new ArrayList<>();
        JsonIn.read(body, in -> {
            ReplicaJson json = new ReplicaJson(in);
            in.object(json::member);
            read.add(json);
        });
        return read.get(0).document();
    }

    private void member(String name) {
        switch (name) {
            case "id" -> job = Optional.of(JobId.parse(in.text()));
            case "blobs" -> in.array(this::blob);
            case "chunks" -> in.array(this::chunk);
            case "objects" -> in.array(this::object);
            default -> in.skip();
        }
    }

    private void object() {
        require(objects.size() < Jobs.MAX_OBJECTS, "a job has at most " + Jobs.MAX_OBJECTS + " objects");
        JsonRecord object = in.values("object " + (objects.size() + 1) + " of the payload");
        ObjectId id = ObjectId.parse(object.text("id"));
        ObjectName known = objects.put(id, new ObjectName(object.text("name")));
        require(known == null, "the payload has object " + id + " twice");
    }

    private void blob() {
        require(
                blobs.size() < Replication.MAX_BLOBS,
                "a job to replicate has at most " + Replication.MAX_BLOBS + " blobs");
        JsonRecord blob = in.values("blob " + (blobs.size() + 1) + " of the payload");
        BlobId id = BlobId.parse(blob.text("id"));
        JsonBlob known = blobs.put(
                id,
                new JsonBlob(ObjectId.parse(blob.text("objectId")), blob.number("byteOffset"), blob.number("length")));
        require(known == null, "the payload has blob " + id + " twice");
    }

    private void chunk() {
        List<JsonEntry> own = new ArrayList<>();
        JsonRecord chunk = in.values("chunk " + (chunks.size() + 1) + " of the payload", name -> {
            if (name.equals("entries")) {
                in.array(() -> own.add(entry()));
            } else {
                in.skip();
            }
        });
        require(chunks.size() < Replication.MAX_BLOBS, "the payload has too many chunks");
        chunks.add(new JsonChunk(chunk.number("chunkNumber"), ChunkId.parse(chunk.text("id")), own));
    }

    private JsonEntry entry() {
        require(entries++ < Replication.MAX_BLOBS, "the payload has too many entries");
        JsonRecord entry = in.values("entry " + entries + " of the payload");
        return new JsonEntry(entry.number("orderIndex"), BlobId.parse(entry.text("blobId")));
    }

    private ReplicaDocument document() {
        ReplicaDocument document =
                new ReplicaDocument(job.orElseThrow(() -> new InvalidValueException("the payload has no id of a job")));
        Set<ObjectId> planned = new HashSet<>();
        chunks.forEach(chunk -> document.add(chunk.number(), chunk.id(), planned(chunk, planned)));
        require(
                blobs.isEmpty(),
                "a blob of the payload is in no chunk: "
                        + blobs.keySet().stream().findFirst());
        objects.keySet().removeAll(planned);
        require(
                objects.isEmpty(),
                "an object of the payload has no blob: "
                        + objects.values().stream().findFirst());
        return document;
    }

    private List<PlannedBlob> planned(JsonChunk chunk, Set<ObjectId> planned) {
        chunk.entries().sort(Comparator.comparingLong(JsonEntry::order));
        return chunk.entries().stream()
                .map(entry -> {
                    JsonBlob blob = blobs.remove(entry.blob());
                    require(
                            blob != null,
                            "blob " + entry.blob() + " of chunk " + chunk.id()
                                    + " is not among the payload's blobs, or in two chunks");
                    planned.add(blob.object());
                    return planned(entry.blob(), blob);
                })
                .toList();
    }

    private PlannedBlob planned(BlobId id, JsonBlob blob) {
        ObjectName name = objects.get(blob.object());
        require(name != null, "blob " + id + " is of object " + blob.object() + ", which the payload does not have");
        return new PlannedBlob(id, blob.object(), name, blob.offset(), blob.length());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InvalidValueException(otherwise);
        }
    }
}
