package dev.gantry.lab.s3;

import java.util.Map;

/** What the service refuses, as S3 says it: a status, a code, and sometimes elements of its own. */
final class S3Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;

    S3Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    S3Refusal(int status, String code, String message, Map<String, String> details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    static S3Refusal noSuchKey() {
        return new S3Refusal(404, "NoSuchKey", "The specified key does not exist.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> details() {
        return details;
    }
}
