package dev.gantry.ports.payload;

import dev.gantry.domain.ChecksumType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Where streamed bytes come from. One of {@link #buffers} and {@link #writeTo} is called, once; nothing is read before.
 * Only the {@link Streamed} that holds it closes it.
 */
public interface Source {

    /**
     * The bytes as they come, no more buffers than the subscriber asks for. A buffer is valid only during {@code
     * onNext}; handed on meanwhile to what sends it, the same buffer need not be copied. {@code onError} gets a {@link
     * TruncatedException} if the bytes end too early. Signals arrive one after the other on a thread that must not
     * block.
     */
    Flow.Publisher<ByteBuffer> buffers();

    /**
     * Writes all bytes to {@code range} and computes {@code digests} in the same pass. The bytes are in the page cache,
     * not forced, when the stage completes. Completes with {@link TruncatedException} if fewer bytes came than
     * announced, with the {@link java.io.IOException} of the file otherwise; what was written until then stays there.
     */
    CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests);

    /** How long no byte has arrived, since the last one or since the source was asked; zero before it was asked. */
    Duration idle();

    /**
     * Reads no faster than that, from now on. A source that cannot does nothing: bytes that come by themselves are taken
     * as they come.
     */
    default void pace(Pace pace) {}

    /** Where the bytes come from at first, if this source only passes them on: what moves them may stay near it. */
    default Source origin() {
        return this;
    }

    /** Gives up: unread bytes are dropped or their connection closed. A second call does nothing. */
    void close();
}
