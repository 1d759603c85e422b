package dev.gantry.durastore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes bytes on to a server and back, and keeps them all as they went by; one request at a time. */
final class RecordingRelay implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private char last = ' ';

    RecordingRelay(int server) throws IOException {
        this.server = server;
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                threads.execute(() -> pass(client, behind, '>'));
                threads.execute(() -> pass(behind, client, '<'));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pass(Socket from, Socket to, char direction) {
        byte[] piece = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                keep(direction, piece, count);
                out.write(piece, 0, count);
            }
        } catch (IOException e) {
            keep(direction, new byte[0], 0); // a connection that was given up ends the recording of it
        }
    }

    private synchronized void keep(char direction, byte[] piece, int count) {
        if (count > 0 && direction != last) {
            record.writeBytes(("\n" + direction + direction + direction + "\n").getBytes(StandardCharsets.US_ASCII));
            last = direction;
        }
        record.write(piece, 0, count);
    }

    /** Everything so far, each byte a character; directions change behind lines of their own. */
    synchronized String text() {
        return record.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
