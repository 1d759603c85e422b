package dev.gantry.engine;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Reads payloads through without keeping them. The payload stays the caller's to close. */
final class PayloadReader {

    private static final int BUFFER = 256 * 1024;

    private PayloadReader() {}

    /** The checksums of all bytes; fails with {@link TruncatedException} if they end early. */
    static CompletionStage<Checksums> digest(Payload payload, Set<ChecksumType> types, Executor blocking) {
        Digests digests = new Digests(types);
        return read(payload, digests::update, blocking).thenApply(nothing -> digests.finish());
    }

    /** Hands every byte to {@code sink}, in order; a buffer is valid during the call only. */
    static CompletionStage<Void> read(Payload payload, Consumer<ByteBuffer> sink, Executor blocking) {
        return payload.<CompletionStage<Void>>fold(
                buffers -> run(() -> drain(buffers, sink), blocking),
                slice -> run(() -> drain(slice, sink), blocking),
                streamed -> subscribe(streamed, sink));
    }

    /** An engine that ends takes no more work: whoever waits for it hears so, and closes what it holds. */
    private static CompletionStage<Void> run(Runnable work, Executor blocking) {
        try {
            return CompletableFuture.runAsync(work, blocking);
        } catch (RejectedExecutionException ended) {
            return CompletableFuture.failedStage(ended);
        }
    }

    private static void drain(Buffers buffers, Consumer<ByteBuffer> sink) {
        buffers.views().forEach(sink);
    }

    private static void drain(FileSlice slice, Consumer<ByteBuffer> sink) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            for (long at = 0; at < slice.length(); ) {
                buffer.clear().limit((int) Math.min(BUFFER, slice.length() - at));
                int read = slice.channel().read(buffer, slice.position() + at);
                if (read < 0) {
                    throw new TruncatedException(slice.length(), at);
                }
                sink.accept(buffer.flip());
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletionStage<Void> subscribe(Streamed streamed, Consumer<ByteBuffer> sink) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        streamed.source().buffers().subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription s) {
                subscription = s;
                s.request(1);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                sink.accept(bytes);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
        return done;
    }
}
