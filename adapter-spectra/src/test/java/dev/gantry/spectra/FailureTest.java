package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID,400,InvalidArgument",
        "CHECKSUM_MISMATCH,400,BadDigest",
        "WRONG_LENGTH,400,IncompleteBody",
        "FORBIDDEN,403,AccessDenied",
        "NO_SUCH_BUCKET,404,NoSuchBucket",
        "NO_SUCH_OBJECT,404,NoSuchKey",
        "NO_SUCH_JOB,404,NoSuchJob",
        "NO_SUCH_CHUNK,404,NoSuchChunk",
        "NO_SUCH_BLOB,404,NoSuchBlob",
        "BUCKET_EXISTS,409,BucketAlreadyExists",
        "BUCKET_NOT_EMPTY,409,BucketNotEmpty",
        "OBJECT_EXISTS,409,ObjectAlreadyExists",
        "CONFLICT,409,CONFLICT",
        "RANGE_NOT_SATISFIABLE,416,InvalidRange",
        "GONE,410,Gone",
        "NOT_IMPLEMENTED,501,NotImplemented",
        "STORE_FULL,503,InsufficientCapacity",
        "STORE_READ_ONLY,507,StoreReadOnly",
        "UNAVAILABLE,503,ServiceUnavailable",
        "INTERNAL,500,InternalError"
    })
    void givesEveryProblemItsStatusAndCode(Problem problem, int status, String code) {
        Failure failure = Failure.of(new CompletionException(new ApiException(problem, "why")));
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).isEqualTo("why");
        assertThat(failure.retryAfter().isPresent()).isEqualTo(status == 503);
    }

    @Test
    void anUnforeseenErrorTellsNothingOfItself() {
        Failure failure = Failure.of(new IllegalStateException("/secret/path"));
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.message()).doesNotContain("secret");
    }

    @Test
    void aBadValueIsTheClientsAndAFullQueueIsForLater() {
        assertThat(Failure.of(new InvalidValueException("no")).status()).isEqualTo(400);
        assertThat(Failure.of(new RejectedExecutionException()).status()).isEqualTo(503);
    }

    @Test
    void writesTheErrorDocumentWithItsNumbersAndTheTimeToWait() {
        ApiException busy = new ApiException(Problem.UNAVAILABLE, "<busy>", Duration.ofMillis(1500), null);
        RecordingExchange exchange = new RecordingExchange("PUT", "/_rest_/bucket/eject?x=1", Headers.none());
        Reply reply = ErrorDocument.reply(Failure.of(busy), exchange, 40727470);
        exchange.respond(reply);
        assertThat(reply.headers().first("Retry-After")).isEqualTo(Optional.of("2"));
        assertThat(reply.headers().first("Content-Type")).contains("application/xml");
        assertThat(exchange.text())
                .endsWith("<Error><Code>ServiceUnavailable</Code><HttpErrorCode>503</HttpErrorCode>"
                        + "<Message>&lt;busy></Message><Resource>/_rest_/bucket/eject</Resource>"
                        + "<ResourceId>40727470</ResourceId></Error>");
    }
}
