package dev.gantry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** What one would write in an hour: a thread a connection, bodies copied through an array, 8 KiB at a time. */
final class Rival implements AutoCloseable {

    private static final int BUFFER = 8 << 10;

    private final ServerSocket listener;
    private final Path file;

    /** Serves {@code file} to every GET and writes the body of every PUT to it. */
    Rival(Path file) throws IOException {
        this.file = file;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "rival");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("GET")) {
                    send(out);
                } else {
                    receive(in, length(head));
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            return; // the client is gone
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static long length(String head) {
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Long.parseLong(head.substring(at, head.indexOf('\r', at)));
    }

    private void send(OutputStream out) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + Files.size(file) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
        }
    }

    private void receive(InputStream body, long length) throws IOException {
        CheckedInputStream in = new CheckedInputStream(body, new CRC32C());
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = length; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (read < 0) {
                    throw new IOException("cut");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
