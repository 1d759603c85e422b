package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.s3.S3Failure.Said;
import dev.gantry.s3.S3Sender.Sent;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Reads why S3 refused a request, and takes what is to be learned from it: its time, and that credentials have expired. */
final class S3Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(S3Refusals.class);
    private static final long MAX_ERROR = 64L << 10;

    /** What S3 says of credentials that were good. */
    static final String EXPIRED = "ExpiredToken";

    private static final Duration PROVEN = Duration.ofSeconds(10);

    private final S3Sender sender;
    private final InstantSource clock;
    private final Executor blocking;
    private volatile Optional<Proven> proven = Optional.empty();

    /** Credentials that the service took a moment ago. */
    private record Proven(AwsCredentialsIdentity identity, Instant until) {
        boolean isStill(AwsCredentialsIdentity asked, Instant now) {
            return identity.equals(asked) && now.isBefore(until);
        }
    }

    S3Refusals(S3Sender sender, InstantSource clock, Executor blocking) {
        this.sender = sender;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Closes the answer. */
    CompletionStage<S3Outcome.Refused> read(Sent refused) {
        Headers headers = refused.answer().headers();
        return said(refused).thenCompose(said -> explained(refused, said)).thenApply(said -> {
            noteTime(said, headers);
            return new S3Outcome.Refused(said.code(), why(refused, said, headers));
        });
    }

    private ProviderException why(Sent refused, Said said, Headers headers) {
        ProviderException why = S3Failure.of(refused.call(), said, headers);
        boolean renewed = said.code().equals(EXPIRED) && sender.credentials().renew(refused.identity());
        return renewed
                ? new ProviderException.Unavailable(why.getMessage() + "; the default chain is asked again", why)
                : why;
    }

    private CompletionStage<Said> said(Sent refused) {
        return onBlocking(refused.answer(), blocking, S3Refusals::said);
    }

    /** An answer to HEAD has no document; neither has that of a proxy in between. */
    private static Said said(Answer answer) {
        if (answer.body().length() != 0) {
            try (BlockingBody in = new BlockingBody(answer.body(), MAX_ERROR, S3Account.PATIENCE)) {
                S3Document error = S3Document.read(in);
                return new Said(
                        answer.status(),
                        error.text("Code").orElse(""),
                        error.text("Message").orElse(""));
            } catch (InvalidValueException e) {
                LOG.debug("an answer {} tells nothing: {}", answer.status(), e.getMessage());
            }
        }
        return new Said(answer.status(), "", "");
    }

    /** Where the answer to HEAD may mean that temporary credentials have expired, another request tells. */
    private CompletionStage<Said> explained(Sent refused, Said said) {
        boolean silent = refused.call().method().equals("HEAD") && (said.status() == 400 || said.status() == 403);
        boolean doubted = silent
                && refused.identity() instanceof AwsSessionCredentialsIdentity
                && proven.filter(known -> known.isStill(refused.identity(), clock.instant()))
                        .isEmpty();
        return doubted ? asked(refused, said) : CompletableFuture.completedStage(said);
    }

    private CompletionStage<Said> asked(Sent refused, Said said) {
        return sender.send(S3Call.account("GET")).thenCompose(probe -> {
            boolean same = probe.identity().equals(refused.identity());
            CompletionStage<String> code = isSuccess(probe.answer())
                    ? closed(probe.answer())
                    : said(probe).thenApply(Said::code);
            return code.thenApply(told -> {
                if (same && !told.equals(EXPIRED)) {
                    proven = Optional.of(
                            new Proven(probe.identity(), clock.instant().plus(PROVEN)));
                    return said;
                }
                return new Said(said.status(), EXPIRED, "");
            });
        });
    }

    private static CompletionStage<String> closed(Answer accepted) {
        accepted.close();
        return CompletableFuture.completedStage("");
    }

    static boolean isSuccess(Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    private void noteTime(Said said, Headers headers) {
        if (said.code().equals("RequestTimeTooSkewed")) {
            headers.first("Date").flatMap(S3Account::date).ifPresent(sender::takeTime);
        }
    }

    /** Does the work where it may block, and closes the answer. */
    static <T> CompletionStage<T> onBlocking(Answer answer, Executor blocking, Function<Answer, T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> work.apply(answer), blocking)
                    .whenComplete((done, failure) -> answer.close());
        } catch (RejectedExecutionException e) {
            answer.close();
            return CompletableFuture.failedStage(
                    new ProviderException.Unavailable("the store is closed or has too much to do", e));
        }
    }
}
