package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.Job;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Gateway;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A PUT job as another server can take it over, written as a stream: its chunks are read once for each of the document's
 * three lists. Of a truncated job it has what stayed.
 */
final class ReplicaPayload {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Gateway gateway;
    private final Job job;
    private final BucketId bucket;
    private final JsonGenerator json;

    private ReplicaPayload(Gateway gateway, Job job, BucketId bucket, JsonGenerator json) {
        this.gateway = gateway;
        this.job = job;
        this.bucket = bucket;
        this.json = json;
    }

    /** Writes the whole document to {@code out}, which stays open. */
    static void write(OutputStream out, Gateway gateway, Job job, BucketId bucket) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            new ReplicaPayload(gateway, job, bucket, json).write();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    private void write() {
        json.writeStartObject();
        list("blobs", listing -> blobs(listing).forEach(place -> blob(blobAt(listing, place))));
        list("chunks", this::chunk);
        json.writeStringProperty("id", job.id().toString());
        list(
                "objects",
                listing -> blobs(listing)
                        .mapToObj(place -> blobAt(listing, place))
                        .filter(blob -> blob.index() == 0)
                        .forEach(this::object));
        json.writeEndObject();
    }

    private void list(String name, Consumer<Listing> each) {
        json.writeArrayPropertyStart(name);
        JobDocuments.pages(gateway, job, each);
        json.writeEndArray();
    }

    private IntStream blobs(Listing listing) {
        return IntStream.range(0, listing.chunk().blobs().size())
                .filter(place -> !job.isTruncated() || listing.state().hasEvidence(place));
    }

    private static Blob blobAt(Listing listing, int place) {
        return listing.chunk().blobs().get(place);
    }

    private void blob(Blob blob) {
        json.writeStartObject();
        json.writeNumberProperty("byteOffset", blob.offset());
        json.writeNullProperty("checksum");
        json.writeNullProperty("checksumType");
        json.writeStringProperty("id", blob.id().toString());
        json.writeNumberProperty("length", blob.length());
        json.writeStringProperty("objectId", blob.object().toString());
        json.writeEndObject();
    }

    private void chunk(Listing listing) {
        int[] places = blobs(listing).toArray();
        if (places.length > 0) {
            json.writeStartObject();
            json.writeNumberProperty("chunkNumber", listing.chunk().number());
            json.writeArrayPropertyStart("entries");
            for (int place : places) {
                entry(listing.chunk(), place);
            }
            json.writeEndArray();
            json.writeStringProperty("id", listing.chunk().id().toString());
            json.writeEndObject();
        }
    }

    private void entry(Chunk chunk, int place) {
        json.writeStartObject();
        json.writeStringProperty("blobId", chunk.blobs().get(place).id().toString());
        json.writeStringProperty("chunkId", chunk.id().toString());
        json.writeStringProperty("id", EntryId.of(chunk.id(), place).toString());
        json.writeStringProperty("jobId", job.id().toString());
        json.writeNumberProperty("orderIndex", place + 1);
        json.writeEndObject();
    }

    private void object(Blob first) {
        boolean folder =
                first.layout().objectLength() == 0 && first.name().value().endsWith("/");
        json.writeStartObject();
        json.writeStringProperty("bucketId", bucket.toString());
        json.writeNullProperty("creationDate");
        json.writeStringProperty("id", first.object().toString());
        json.writeBooleanProperty("latest", true);
        json.writeStringProperty("name", first.name().value());
        json.writeStringProperty("type", folder ? "FOLDER" : "DATA");
        json.writeNumberProperty("version", 1);
        json.writeEndObject();
    }
}
