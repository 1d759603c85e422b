package dev.gantry.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A server on loopback with threads of its own. */
final class TestServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private TestServer(UnaryOperator<ServerSettings> change, Handler handler) throws IOException {
        ServerSettings settings = ServerSettings.defaults(threads, threads).withIoThreads(2);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpServer.start(change.apply(settings), anyPort, handler);
    }

    static TestServer of(Handler handler) throws IOException {
        return new TestServer(settings -> settings, handler);
    }

    static TestServer of(UnaryOperator<ServerSettings> change, Handler handler) throws IOException {
        return new TestServer(change, handler);
    }

    HttpServer server() {
        return server;
    }

    InetSocketAddress address() {
        return server.address();
    }

    ExecutorService threads() {
        return threads;
    }

    RawClient connect() throws IOException {
        return new RawClient(server.address());
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
    }
}
