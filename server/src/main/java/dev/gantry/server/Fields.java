package dev.gantry.server;

import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.Limit;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Stores.Store;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the command line tells of things, by the field names that docs/command-line.md fixes. */
final class Fields {

    private Fields() {}

    static Map<String, Object> of(Job job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", job.id().toString());
        fields.put("kind", job.kind().name());
        fields.put("status", job.status().name());
        fields.put("priority", job.priority().name());
        fields.put("bucket", job.bucket().value());
        fields.put("name", job.name());
        fields.put("owner", job.owner().name());
        fields.put("created", job.created().toString());
        putSizes(fields, job);
        job.ending().ifPresent(ending -> fields.put("ended", ending.at().toString()));
        job.ending().flatMap(Ending::reason).ifPresent(reason -> fields.put("reason", reason));
        return fields;
    }

    /** Every job has a blob: one of none is a job whose blobs nobody has told of. */
    private static void putSizes(Map<String, Object> fields, Job job) {
        boolean counted = job.size().blobs() > 0;
        if (counted) {
            fields.put("objects", job.size().objects());
            fields.put("blobs", job.size().blobs());
        }
        fields.put("bytes", job.size().bytes());
        if (counted) {
            fields.put("blobs_done", job.progress().blobs());
        }
        fields.put("bytes_done", job.progress().bytes());
    }

    static Map<String, Object> of(Bucket bucket) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", bucket.name().value());
        fields.put("id", bucket.id().toString());
        fields.put("store", bucket.store().value());
        fields.put("created", bucket.created().toString());
        return fields;
    }

    static Map<String, Object> of(Store store) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", store.id().value());
        fields.put("primary", store.primary());
        fields.put("versioning", store.versioning().name());
        if (store.freeBytes() >= 0) {
            fields.put("free_bytes", store.freeBytes());
        }
        return fields;
    }

    static Map<String, Object> of(Limit limit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scope", limit.scope().name());
        fields.put("name", limit.name());
        limit.bandwidth().ifPresent(bandwidth -> fields.put("bandwidth", bandwidth));
        limit.slots().ifPresent(slots -> fields.put("slots", slots));
        return fields;
    }

    static Map<String, Object> of(ObjectInfo object) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", object.key().name().value());
        fields.put("bytes", object.length());
        fields.put("created", object.created().toString());
        return fields;
    }

    /** The fields one under the other, for people. */
    static String lines(Map<String, ?> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "\n").append("%-12s %s".formatted(name.replace('_', ' '), value)));
        return text.toString();
    }
}
