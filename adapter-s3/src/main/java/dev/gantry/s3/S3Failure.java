package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Sorts what S3 refuses into what can be done about it (docs/s3.md, Errors), by the code in its document and, where there
 * is none, by the status.
 */
final class S3Failure {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchBucket", "NoSuchUpload", "NoSuchVersion");

    private static final Set<String> SLOWER = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "BandwidthLimitExceeded",
            "GlacierExpeditedRetrievalNotAvailable");

    /** Bytes lost on the way, or two calls that met. */
    private static final Set<String> PASSING = Set.of(
            "BadDigest",
            "IncompleteBody",
            "InternalError",
            "OperationAborted",
            "ConditionalRequestConflict",
            "RequestTimeout",
            "RequestTimeTooSkewed",
            "XAmzContentChecksumMismatch");

    private static final Set<String> CLASHING = Set.of(
            "BucketAlreadyExists",
            "BucketAlreadyOwnedByYou",
            "BucketNotEmpty",
            "PreconditionFailed",
            "InvalidObjectState",
            "ObjectAlreadyInActiveTierError",
            "RestoreAlreadyInProgress");

    /** What stays so, whatever the status: inside of a 200 there is no other. */
    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AllAccessDisabled",
            "EntityTooLarge",
            "EntityTooSmall",
            "ExpiredToken",
            "InvalidArgument",
            "InvalidPart",
            "InvalidPartOrder",
            "InvalidRequest",
            "InvalidToken",
            "KMS.DisabledException",
            "MalformedXML",
            "MethodNotAllowed",
            "NotImplemented");

    private static final Set<String> FULL = Set.of("QuotaExceeded", "XMinioStorageFull", "EntityQuotaExceeded");

    private static final Map<String, String> ADVICE = Map.of(
            "InvalidAccessKeyId", "; check the store's access key",
            "SignatureDoesNotMatch", "; check the store's secret key",
            "AccessDenied", "; let the store's credentials do that",
            "ExpiredToken", "; the store's credentials have expired: give it new ones",
            "InvalidObjectState", "; it is archived: restore it first",
            "PermanentRedirect", "; check the store's region and endpoint",
            "AuthorizationHeaderMalformed", "; check the store's region",
            "InvalidLocationConstraint", "; set the store's region to the service's, or to us-east-1 for its usual one",
            "XAmzContentSHA256Mismatch", "; a service that knows no checksums behind a body needs checksums = none");

    private S3Failure() {}

    /** What a refusal says. */
    record Said(int status, String code, String message) {}

    static ProviderException of(S3Call call, Said said, Headers headers) {
        return isOtherState(call, said)
                ? new ProviderException.NotFound(text(call, said) + "; it was replaced since it was looked at")
                : of(text(call, said), said, headers);
    }

    /** A condition on a read names the state to be read, and one on a copy that of its source. */
    private static boolean isOtherState(S3Call call, Said said) {
        boolean refused = said.status() == 412 || said.code().equals("PreconditionFailed");
        boolean read = call.method().equals("GET") || call.method().equals("HEAD");
        return refused && (read || (call.has(CopySource.CONDITION) && !call.has("If-None-Match")));
    }

    private static ProviderException of(String text, Said said, Headers headers) {
        if (MISSING.contains(said.code())) {
            return new ProviderException.NotFound(text);
        }
        if (CLASHING.contains(said.code())) {
            return new ProviderException.Conflict(text);
        }
        if (SLOWER.contains(said.code())) {
            return new ProviderException.Throttled(text, wait(headers));
        }
        if (FULL.contains(said.code())) {
            return new ProviderException.Full(text, null);
        }
        if (REFUSED.contains(said.code())) {
            return new ProviderException.Rejected(text, null);
        }
        return PASSING.contains(said.code())
                ? new ProviderException.Unavailable(text, null)
                : byStatus(text, said, headers);
    }

    private static ProviderException byStatus(String text, Said said, Headers headers) {
        return switch (said.status()) {
            case 404 -> new ProviderException.NotFound(text);
            case 409, 412 -> new ProviderException.Conflict(text);
            case 429, 503 -> new ProviderException.Throttled(text, wait(headers));
            case 507 -> new ProviderException.Full(text, null);
            case 408, 500, 502, 504 -> new ProviderException.Unavailable(text, null);
            default -> new ProviderException.Rejected(text, null);
        };
    }

    private static String text(S3Call call, Said said) {
        String code = said.code().isEmpty() ? String.valueOf(said.status()) : said.code();
        return "S3 refused " + call + " with " + code + (said.message().isEmpty() ? "" : ": " + said.message())
                + ADVICE.getOrDefault(said.code(), "");
    }

    private static Duration wait(Headers headers) {
        return headers.first("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked)
                .orElse(Duration.ZERO);
    }
}
