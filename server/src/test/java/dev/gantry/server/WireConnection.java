package dev.gantry.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection that is kept: sends what it is told and reads one answer after the other. */
final class WireConnection implements AutoCloseable {

    /** Longer than a request for data may wait for a slot. */
    private static final int PATIENCE_MILLIS = 90_000;

    private final Socket socket;
    private final InputStream in;
    private Map<String, String> headers = Map.of();
    private int status;
    private boolean cut;

    WireConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** Sends a request and reads the head of its answer. */
    void send(String head, byte[] body) throws IOException {
        byte[] octets = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[octets.length + body.length];
        System.arraycopy(octets, 0, all, 0, octets.length);
        System.arraycopy(body, 0, all, octets.length, body.length);
        socket.getOutputStream().write(all);
        status = Integer.parseInt(line().split(" ", 3)[1]);
        headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Whether another request can be sent. */
    boolean isKept() {
        return !cut && !header("connection").equalsIgnoreCase("close");
    }

    long contentLength() {
        return Long.parseLong(headers.getOrDefault("content-length", "0"));
    }

    /** The whole body. */
    byte[] body() throws IOException {
        if (status == 204) {
            return new byte[0];
        }
        if (!header("transfer-encoding").equals("chunked")) {
            byte[] body = new byte[Math.toIntExact(contentLength())];
            if (body(body, 0) < body.length) {
                throw new EOFException("the answer was cut");
            }
            return body;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    /** Reads the body to {@code target} from {@code at} on; how much came, which is less if the connection was cut. */
    int body(byte[] target, int at) {
        int length = Math.toIntExact(contentLength());
        int got = 0;
        try {
            while (got < length) {
                int n = in.read(target, at + got, length - got);
                got += Math.max(0, n);
                if (n < 0) {
                    break;
                }
            }
        } catch (IOException reset) {
            cut = true;
        }
        cut |= got < length;
        return got;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer ended early: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
