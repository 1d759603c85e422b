package dev.gantry.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes TCP connections on to a port of this machine and cuts the first ones, each after a number of bytes (both
 * directions together) drawn from a seed. Closing it closes every connection.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final int target;
    private final boolean resets;

    /**
     * Listens on a free port of loopback.
     *
     * @param target the port that connections are passed on to
     * @param resets whether both sides of a connection that is cut get a reset, or the end of what was sent
     * @param budgets as many connections are cut
     * @param smallest of the numbers of bytes
     * @param largest exclusive
     */
    public CuttingProxy(int target, boolean resets, Random random, int budgets, int smallest, int largest)
            throws IOException {
        this.target = target;
        this.resets = resets;
        threads.execute(() -> accept(random, budgets, smallest, largest));
    }

    /** The port to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were cut so far. */
    public int cuts() {
        return cuts.get();
    }

    private void accept(Random random, int budgets, int smallest, int largest) {
        try {
            for (int i = 0; ; i++) {
                Socket client = listener.accept();
                long budget = i < budgets ? random.nextInt(smallest, largest) : Long.MAX_VALUE;
                connect(client, new AtomicLong(budget));
            }
        } catch (IOException closed) {
            open.forEach(CuttingProxy::shut);
        }
    }

    private void connect(Socket client, AtomicLong budget) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        threads.execute(() -> pump(client, server, budget));
        threads.execute(() -> pump(server, client, budget));
    }

    private void pump(Socket from, Socket to, AtomicLong budget) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                long left = budget.getAndAdd(-n);
                out.write(buffer, 0, (int) Math.max(0, Math.min(n, left)));
                if (left < n) {
                    cuts.incrementAndGet();
                    from.setSoLinger(resets, 0);
                    to.setSoLinger(resets, 0);
                    return;
                }
            }
        } catch (IOException ended) {
            open.remove(from);
        } finally {
            open.remove(from);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(CuttingProxy::shut);
        threads.shutdownNow();
    }
}
