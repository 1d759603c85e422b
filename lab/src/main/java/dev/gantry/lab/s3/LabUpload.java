package dev.gantry.lab.s3;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A multipart upload that is not completed: its parts by number. The service's lock guards them. */
record LabUpload(
        String key,
        LabStorageClass storageClass,
        Map<String, String> headers,
        Instant initiated,
        TreeMap<Integer, LabObject> parts) {}
