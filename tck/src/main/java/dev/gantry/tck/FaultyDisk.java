package dev.gantry.tck;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Durable writes that go wrong from a certain one on. Writes are counted from 1, over everything that passes this
 * instance; a write that goes wrong has no effect. Thread-safe.
 */
public final class FaultyDisk implements DurableWrites {

    /** The status of a process that {@link #haltingAt} ended: as after kill -9. */
    public static final int HALTED = 137;

    private interface Trouble {
        void happen(Path path) throws IOException;
    }

    private final Trouble trouble;
    private long from;
    private long count;

    private FaultyDisk(long from, Trouble trouble) {
        this.from = from;
        this.trouble = trouble;
    }

    /** Nothing goes wrong; for counting. */
    public static FaultyDisk sound() {
        return new FaultyDisk(Long.MAX_VALUE, path -> {});
    }

    /** Ends the process at the {@code n}-th write, before its effect and without any cleaning up. */
    public static FaultyDisk haltingAt(long n) {
        return new FaultyDisk(n, path -> Runtime.getRuntime().halt(HALTED));
    }

    /** The disk has no room for the {@code n}-th write and all later ones. */
    public static FaultyDisk fullFrom(long n) {
        return new FaultyDisk(n, path -> {
            throw new IOException(path + ": No space left on device");
        });
    }

    /** Nothing can be written from the {@code n}-th write on. */
    public static FaultyDisk readOnlyFrom(long n) {
        return new FaultyDisk(n, path -> {
            throw new IOException(path + ": Read-only file system");
        });
    }

    /** The disk is gone from the {@code n}-th write on: what is there stays as a killed process would leave it. */
    public static FaultyDisk goneFrom(long n) {
        return new FaultyDisk(n, path -> {
            throw new IOException(path + ": Input/output error");
        });
    }

    @Override
    public void perform(Kind kind, Path path, Write write) throws IOException {
        if (isTroubled()) {
            trouble.happen(path);
        }
        write.perform();
    }

    private synchronized boolean isTroubled() {
        count++;
        return count >= from;
    }

    /** How many writes were asked for. */
    public synchronized long count() {
        return count;
    }

    /** From now on nothing goes wrong any more. */
    public synchronized void mend() {
        from = Long.MAX_VALUE;
    }
}
