package dev.gantry.transport;

import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.payload.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * An answer. The transport adds Content-Length, Transfer-Encoding, Connection and Date; {@code headers} holds none of
 * these. The answer to HEAD has the headers of its body and no bytes of it.
 */
public record Reply(int status, Headers headers, Body body) {

    /** What an answer carries. */
    public sealed interface Body {}

    /** No bytes; {@code length} is announced to a HEAD request, and is 0 otherwise. */
    public record Empty(long length) implements Body {}

    /** A small document. */
    public record Bytes(byte[] bytes) implements Body {}

    /**
     * Payloads one after the other, each of known length; the sum is the Content-Length. They are closed when sent or
     * given up. {@code delivery} hears exactly once how it ended; where the answer may carry no bytes (HEAD, 204, 304)
     * it fails.
     */
    public record Payloads(List<Payload> payloads, Delivery delivery) implements Body {
        public Payloads {
            payloads = List.copyOf(payloads);
        }
    }

    /**
     * A document of unknown length, sent in HTTP chunks. The writer runs on a document thread, where it may block; the
     * stream blocks while the far side does not read. If the writer throws, the connection ends without the last
     * HTTP chunk, so that the far side sees that it is cut.
     */
    public record Document(DocumentWriter writer) implements Body {}

    /** Writes a document. */
    @FunctionalInterface
    public interface DocumentWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Hears what became of payloads. Called on an event loop: it must not block. */
    public interface Delivery {

        /** The far side's TCP has acknowledged every byte (docs/transport.md, Evidence). */
        void delivered();

        /** The connection ended before that. */
        void failed();
    }

    /** An answer with the bytes of {@code read}, which is ended with it: evidence once every byte is acknowledged. */
    public static Reply read(int status, Headers headers, Blobs.Read read) {
        return new Reply(status, headers, new Payloads(read.payloads(), new ReadDelivery(read)));
    }

    /** An answer without a body. */
    public static Reply empty(int status, Headers headers) {
        return new Reply(status, headers, new Empty(0));
    }
}
