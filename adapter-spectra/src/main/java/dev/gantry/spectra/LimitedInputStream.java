package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Ends with a refusal where one piece of a document, between two calls of {@link #piece}, is longer than it may be. */
final class LimitedInputStream extends FilterInputStream {

    /** A name, a comment or a text must fit into memory. */
    static final long MAX_PIECE = 1L << 20;

    private long piece;

    LimitedInputStream(InputStream in) {
        super(new PushbackInputStream(in));
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int n = in.read(buffer, from, length);
        count(Math.max(0, n));
        return n;
    }

    /** The first byte that is no white space, left to be read; negative if there is none. */
    int first() {
        try {
            int b = read();
            while (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
                b = read();
            }
            if (b >= 0) {
                ((PushbackInputStream) in).unread(b);
            }
            return b;
        } catch (IOException e) {
            throw DocumentRefusal.of(e, e);
        }
    }

    /** A new piece begins. */
    void piece() {
        piece = 0;
    }

    private void count(int n) {
        piece += n;
        if (piece > MAX_PIECE) {
            throw new ApiException(Problem.INVALID, "the document holds something longer than " + MAX_PIECE + " bytes");
        }
    }
}
