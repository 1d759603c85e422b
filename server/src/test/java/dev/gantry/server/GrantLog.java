package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * In which order a node of one slot grants jobs of one object each: that in which their objects are given their names.
 * While it is held the node stops before the next one, with the slot in use.
 */
final class GrantLog implements DurableWrites {

    private final Path objects;
    private final List<String> order = new ArrayList<>();
    private CountDownLatch gate = new CountDownLatch(0);
    private boolean stopped;

    /** Of the objects beneath that directory, whose names are short and plain (docs/adapter-file.md). */
    GrantLog(Path objects) {
        this.objects = objects.toAbsolutePath();
    }

    @Override
    public void perform(Kind kind, Path path, Write write) throws IOException {
        if (kind == Kind.RENAME && path.toAbsolutePath().startsWith(objects)) {
            pass(path.getFileName().toString().replace("!", ""));
        }
        write.perform();
    }

    private void pass(String name) throws IOException {
        CountDownLatch now;
        synchronized (this) {
            order.add(name);
            now = gate;
            stopped = now.getCount() > 0;
        }
        try {
            now.await();
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException(name + " was waiting").initCause(e);
        }
    }

    synchronized void hold() {
        gate = new CountDownLatch(1);
        stopped = false;
    }

    synchronized void letGo() {
        gate.countDown();
    }

    /** Whether the node has come to its stop: the grant it is at counts already. */
    synchronized boolean hasStopped() {
        return stopped;
    }

    synchronized int count() {
        return order.size();
    }

    /** Which grant that object's was, the first being 1; 0 before it was. */
    synchronized int number(String name) {
        return order.indexOf(name) + 1;
    }

    synchronized List<String> after(int count) {
        return List.copyOf(order.subList(count, order.size()));
    }
}
