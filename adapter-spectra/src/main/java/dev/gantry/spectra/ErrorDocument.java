package dev.gantry.spectra;

import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.Duration;

/** A refusal as clients read it: its number fields are numbers, or the SDK drops it (docs/spectra-s3.md, Errors). */
final class ErrorDocument {

    private ErrorDocument() {}

    static Reply reply(Failure failure, Exchange exchange, long id) {
        Headers.Builder headers = Headers.builder();
        failure.retryAfter().ifPresent(wait -> headers.add(WireNames.RETRY_AFTER, seconds(wait)));
        if (exchange.method().equals("HEAD")) {
            return Reply.empty(failure.status(), headers.build());
        }
        return Answers.document(
                failure.status(),
                headers.build(),
                "Error",
                out -> out.text("Code", failure.code())
                        .text("HttpErrorCode", failure.status())
                        .text("Message", failure.message())
                        .text("Resource", path(exchange.target()))
                        .text("ResourceId", id));
    }

    /** Whole seconds, rounded up. */
    static String seconds(Duration wait) {
        return Long.toString(wait.plusMillis(999).toSeconds());
    }

    private static String path(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }
}
