package dev.gantry.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Ports for peers that cannot be told to take a free one. */
final class Ports {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Ports() {}

    /** A port of the loopback interface that nobody listens at just now. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    static void awaitListener(int port, Process process) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!listens(port)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                throw new IOException("nobody listens at port " + port + "; " + process.info());
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
