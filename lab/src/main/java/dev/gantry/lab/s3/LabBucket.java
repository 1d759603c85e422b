package dev.gantry.lab.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket's objects in UTF-8 byte order, and the uploads that are not completed. The service's lock guards it. */
final class LabBucket {

    private static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final Instant created;
    private final TreeMap<String, LabObject> objects = new TreeMap<>(ORDER);
    private final Map<String, LabUpload> uploads = new LinkedHashMap<>();

    LabBucket(Instant created) {
        this.created = created;
    }

    Instant created() {
        return created;
    }

    TreeMap<String, LabObject> objects() {
        return objects;
    }

    Map<String, LabUpload> uploads() {
        return uploads;
    }

    Optional<LabObject> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    LabObject require(String key) {
        return find(key).orElseThrow(S3Refusal::noSuchKey);
    }

    LabUpload upload(String id) {
        return Optional.ofNullable(uploads.get(id))
                .orElseThrow(() -> new S3Refusal(404, "NoSuchUpload", "The specified upload does not exist."));
    }
}
