package dev.gantry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does with each connection what it is told to, once it has the head of a request. */
final class RawServer implements AutoCloseable {

    /** What happens to one connection. */
    interface Script {
        void play(Socket socket) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());

    RawServer(Script script) throws IOException {
        threads.execute(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> play(script, socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void play(Script script, Socket socket) {
        try (socket) {
            socket.setSoTimeout(10_000);
            skipHead(socket.getInputStream());
            script.play(socket);
        } catch (Exception e) {
            // the far side has had enough, as some tests want
        }
    }

    static void skipHead(InputStream in) throws IOException {
        for (int last = 0; last != 0x0d0a0d0a; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            last = last << 8 | next;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
