package dev.gantry.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What streaming tasks answer: JSON to who asked in JSON, with DuraStore's words since 3.3; to others a map in XML, or a
 * line of text, with those before (docs/s3.md, Streaming tasks).
 */
final class StreamingResults {

    private StreamingResults() {}

    static String enabled(String task, boolean json, BucketDistribution host) {
        Map<String, String> answer = new LinkedHashMap<>();
        if (json) {
            answer.put("result", completed(task));
            answer.put("streamingHost", host.host());
            return StreamingRequest.json(answer);
        }
        answer.put("domain-name", host.host());
        answer.put("results", "Enable Streaming Task completed, results: " + ready(host));
        return MapDocument.write(answer);
    }

    private static String ready(BucketDistribution host) {
        return "files of the space are played from https://" + host.host() + "/ by their names"
                + (host.deployed() ? "." : ", in a few minutes, when CloudFront has deployed that.");
    }

    static String disabled(String task, boolean json) {
        return json
                ? StreamingRequest.json(Map.of("result", completed(task)))
                : "Disable Streaming Task completed. What CloudFront holds may be played for up to 24 hours.";
    }

    static String deleted(String task, boolean json) {
        return json
                ? StreamingRequest.json(Map.of("result", completed(task)))
                : "Delete Streaming Task completed successfully";
    }

    /** The older names have their own words. */
    private static String completed(String task) {
        return switch (task) {
            case "enable-streaming" -> "Enable Streaming Task completed successfully";
            case "disable-streaming" -> "Disable Streaming Task completed successfully";
            case "delete-streaming" -> "Delete Streaming Task completed successfully";
            default -> task + " task completed successfully";
        };
    }
}
