package dev.gantry.s3;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.s3.S3Settings.Checksumming;
import dev.gantry.transport.Headers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One body under way to S3, and the answer to it. */
final class Transfer {

    private final UploadBody body;
    private final CompletableFuture<Headers> stored;
    private final CompletableFuture<Checksums> received = new CompletableFuture<>();

    private Transfer(UploadBody body, CompletableFuture<Headers> stored) {
        this.body = body;
        this.stored = stored;
        body.received().thenAccept(received::complete);
        stored.whenComplete((headers, failure) -> {
            body.abort();
            received.completeExceptionally(failure == null ? tooEarly() : told(failure));
        });
    }

    private static ProviderException tooEarly() {
        return new ProviderException.Unavailable("S3 answered before it had the bytes", null);
    }

    /** Begins to send. Takes over {@code payload}, of which {@code length} bytes are sent, at least one. */
    static Transfer start(S3Account account, S3Call call, Payload payload, long length, Set<ChecksumType> types) {
        boolean framed = account.settings().checksums() == Checksumming.TRAILER;
        Framing framing = framed ? new AwsChunks(length) : new PlainBytes(length);
        UploadBody body = new UploadBody(payload, length, framing, types, account.blocking());
        Streamed sent = new Streamed(framing.framedLength(), body);
        S3Call complete = framed ? call.framed(sent, length) : call.body(sent);
        return new Transfer(body, account.confirm(complete).toCompletableFuture());
    }

    /** Completes with the checksums when every byte has come; fails as the payload does, or as S3 refuses. */
    CompletionStage<Checksums> received() {
        return received;
    }

    /** Lets the end of the body go out; completes when S3 has stored it. */
    CompletionStage<Headers> finish() {
        body.release();
        return stored.handle((headers, failure) -> failure == null
                        ? CompletableFuture.completedStage(headers)
                        : CompletableFuture.<Headers>failedStage(told(failure)))
                .thenCompose(stage -> stage);
    }

    /** A connection that ended because the payload did says so. */
    private Throwable told(Throwable failure) {
        return body.broken().orElseGet(() -> Failures.unwrap(failure));
    }

    /** Gives up, unless the end has gone out. */
    void abort() {
        body.abort();
    }
}
