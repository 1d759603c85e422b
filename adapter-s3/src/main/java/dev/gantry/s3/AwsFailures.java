package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.emr.model.InvalidRequestException;

/** Sorts what services beside S3 refuse into what can be done about it (docs/s3.md, Errors of tasks). */
final class AwsFailures {

    /** Somebody else changed the thing between a look and a change: the next look sees that. */
    private static final Set<String> PASSING = Set.of("PreconditionFailed", "InvalidIfMatchVersion");

    private AwsFailures() {}

    /** {@code asked} is what was asked for, as {@code CreateDistribution}. */
    static RuntimeException of(String asked, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof ProviderException || cause instanceof InvalidValueException) {
            return (RuntimeException) cause;
        }
        if (cause instanceof AwsServiceException refusal) {
            return refused(asked, refusal);
        }
        return isFaultOfOurs(cause)
                ? (RuntimeException) cause
                : new ProviderException.Unavailable("no answer to " + asked + ": " + Failures.told(cause), cause);
    }

    private static boolean isFaultOfOurs(Throwable cause) {
        boolean ofTheWay = cause instanceof SdkException
                || cause instanceof UncheckedIOException
                || cause instanceof RejectedExecutionException; // the store was closed
        return cause instanceof RuntimeException && !ofTheWay;
    }

    private static ProviderException refused(String asked, AwsServiceException refusal) {
        String text = "AWS refused " + asked + " with " + code(refusal) + ": " + message(refusal);
        if (refusal.isThrottlingException() || refusal.statusCode() == 429) {
            return new ProviderException.Throttled(text, Duration.ZERO);
        }
        if (PASSING.contains(code(refusal)) || refusal.isClockSkewException() || refusal.statusCode() >= 500) {
            return new ProviderException.Unavailable(text, refusal);
        }
        if (isMissing(refusal)) {
            return new ProviderException.NotFound(text);
        }
        return refusal.statusCode() == 409
                ? new ProviderException.Conflict(text)
                : new ProviderException.Rejected(text, refusal);
    }

    /** EMR has no code of its own for a job flow that it does not know. */
    private static boolean isMissing(AwsServiceException refusal) {
        boolean unknownCluster =
                refusal instanceof InvalidRequestException && message(refusal).contains("is not valid");
        return refusal.statusCode() == 404 || unknownCluster;
    }

    static String code(AwsServiceException refusal) {
        return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null
                ? String.valueOf(refusal.statusCode())
                : refusal.awsErrorDetails().errorCode();
    }

    private static String message(AwsServiceException refusal) {
        String said = refusal.awsErrorDetails() == null
                ? null
                : refusal.awsErrorDetails().errorMessage();
        return said == null ? String.valueOf(refusal.getMessage()) : said;
    }
}
