package dev.gantry.peers;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept HTTP/1.1 connection that does as little as it can with what it gets, so that the server is what is measured.
 * Blocks; for one thread.
 */
public final class RawHttp implements AutoCloseable {

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HEAD = 16 << 10;

    private final ByteChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);

    public RawHttp(int port) throws IOException {
        SocketChannel plain = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        plain.socket().setTcpNoDelay(true);
        socket = plain;
    }

    /** Over a channel that is open, and is closed with this. */
    RawHttp(ByteChannel channel) {
        socket = channel;
    }

    /** What came back: status, header lines, and the number of bytes in the body, which are dropped. */
    public record Got(int status, String head, long bytes) {

        /** The value of a header, which must be there. */
        public String header(String name) {
            String found = find(name);
            if (found.isEmpty()) {
                throw new IllegalStateException("no " + name + " in " + head);
            }
            return found;
        }

        private String find(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }

    /** Sends a request without a body and drops what comes back. */
    public Got exchange(String head) throws IOException {
        return exchange(head, ByteBuffer.allocate(0));
    }

    /** Sends a request with that body and drops what comes back. */
    public Got exchange(String head, ByteBuffer body) throws IOException {
        send(head, body);
        String answer = head();
        return new Got(status(answer), answer, drop(answer));
    }

    /** As {@link #exchange(String, ByteBuffer)}, but gives the body as text. Fails if the status is not 2xx. */
    public String text(String head, String body) throws IOException {
        send(head, StandardCharsets.UTF_8.encode(body));
        String answer = head();
        String text = collect(answer);
        if (status(answer) / 100 != 2) {
            throw new IOException(answer.lines().findFirst().orElse("") + " " + text);
        }
        return text;
    }

    private void send(String head, ByteBuffer body) throws IOException {
        ByteBuffer[] parts = {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), body};
        while (parts[0].hasRemaining() || parts[1].hasRemaining()) {
            write(parts);
        }
        buffer.clear().limit(0);
    }

    private void write(ByteBuffer... parts) throws IOException {
        if (socket instanceof GatheringByteChannel gathering) {
            gathering.write(parts);
        } else {
            socket.write(parts[parts[0].hasRemaining() ? 0 : 1]);
        }
    }

    private static int status(String head) {
        return Integer.parseInt(head.substring(9, 12));
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        int matched = 0;
        while (matched < HEAD_END.length) {
            byte next = next();
            head.append((char) next);
            matched = next == HEAD_END[matched] ? matched + 1 : next == HEAD_END[0] ? 1 : 0;
            if (head.length() > MAX_HEAD) {
                throw new IOException("a head without end");
            }
        }
        return head.toString();
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    private void fill() throws IOException {
        buffer.clear();
        int read = socket.read(buffer);
        buffer.flip();
        if (read < 0) {
            throw new EOFException("the connection ended");
        }
    }

    private long drop(String head) throws IOException {
        String length = new Got(0, head, 0).find("Content-Length");
        if (length.isEmpty()) {
            return new Got(0, head, 0).find("Transfer-Encoding").isEmpty()
                    ? 0
                    : collect(head).length();
        }
        long left = Long.parseLong(length);
        while (left > buffer.remaining()) {
            left -= buffer.remaining();
            fill();
        }
        buffer.position(buffer.position() + (int) left);
        return Long.parseLong(length);
    }

    private String collect(String head) throws IOException {
        Got got = new Got(0, head, 0);
        if (!got.find("Transfer-Encoding").isEmpty()) {
            return chunks();
        }
        String length = got.find("Content-Length");
        return length.isEmpty() ? "" : take(Integer.parseInt(length));
    }

    private String chunks() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            text.append(take(size));
            line();
            if (size == 0) {
                return text.toString();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte next = next(); next != '\n'; next = next()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private String take(int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = next();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
