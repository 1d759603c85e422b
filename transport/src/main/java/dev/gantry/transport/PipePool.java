package dev.gantry.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded number of pipes of 1 MiB, made when they are needed and kept. Thread-safe. */
final class PipePool {

    private static final Logger LOG = LoggerFactory.getLogger(PipePool.class);
    private static final int PIPE_BYTES = 1 << 20;

    private final int most;
    private final Deque<Pipe> idle = new ArrayDeque<>(); // guarded by this, as is all below
    private int open;
    private boolean closed;

    /** Makes no pipe yet, and never one if {@code most} is 0. */
    PipePool(int most) {
        this.most = most;
    }

    /** Whether it ever has pipes to give. */
    boolean mayGive() {
        return most > 0;
    }

    /** How many pipes are in use. */
    synchronized int lent() {
        return open - idle.size();
    }

    /** An empty pipe, which is to be given back; none if all are in use or the system gives no more. */
    synchronized Optional<Pipe> take() {
        Pipe kept = idle.pollFirst();
        if (kept != null) {
            return Optional.of(kept);
        }
        return closed || open >= most ? Optional.empty() : make();
    }

    private Optional<Pipe> make() {
        try {
            Pipe made = Pipe.of(PIPE_BYTES);
            open++;
            return Optional.of(made);
        } catch (IOException e) {
            LOG.debug("no pipe of {} bytes beside {} others", PIPE_BYTES, open, e);
            return Optional.empty();
        }
    }

    /** Keeps the pipe for the next one; one that still holds bytes of a broken transfer is closed. */
    synchronized void giveBack(Pipe pipe) {
        if (closed || pipe.held() > 0) {
            open--;
            pipe.close();
        } else {
            idle.addFirst(pipe);
        }
    }

    /** Closes what is idle, and all others as they come back. */
    synchronized void close() {
        closed = true;
        open -= idle.size();
        idle.forEach(Pipe::close);
        idle.clear();
    }
}
