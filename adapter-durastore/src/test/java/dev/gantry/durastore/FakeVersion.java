package dev.gantry.durastore;

import java.util.List;

/** The releases of DuraStore that the fake can be, with the tasks of an S3 account each, in their order. */
enum FakeVersion {
    V0_6(
            "text/plain",
            List.of(
                    "noop",
                    "enable-streaming",
                    "disable-streaming",
                    "delete-streaming",
                    "run-hadoop-job",
                    "describe-hadoop-job",
                    "stop-hadoop-job")),
    V2_4(
            "application/xml",
            List.of(
                    "noop",
                    "enable-streaming",
                    "disable-streaming",
                    "delete-streaming",
                    "add-streaming-item",
                    "run-hadoop-job",
                    "describe-hadoop-job",
                    "stop-hadoop-job")),
    V3_3(
            "application/xml",
            List.of("noop", "enable-streaming", "disable-streaming", "delete-streaming", "get-url", "get-signed-url")),
    V8(
            "application/xml",
            List.of(
                    "noop",
                    "set-storage-policy",
                    "enable-hls",
                    "disable-hls",
                    "delete-hls",
                    "get-url-hls",
                    "get-signed-cookies-url",
                    "create-snapshot",
                    "get-snapshot"));

    private final String listType;
    private final List<String> tasks;

    FakeVersion(String listType, List<String> tasks) {
        this.listType = listType;
        this.tasks = tasks;
    }

    String listType() {
        return listType;
    }

    List<String> tasks() {
        return tasks;
    }

    /** Whether tasks take and give JSON, and errors are no longer told as successes. */
    boolean speaksJson() {
        return compareTo(V3_3) >= 0;
    }

    /** Whether making a space that is there is a success: since 6.1. */
    boolean makesSpacesAgain() {
        return this == V8;
    }
}
