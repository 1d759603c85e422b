package dev.gantry.transport;

import io.netty.channel.epoll.Epoll;
import java.util.Optional;

/**
 * How a body that one connection receives goes out by another (docs/transport.md, Splice). What cannot be spliced is
 * sent from the buffers that it was received in.
 */
public enum Forwarding {
    /** By splice wherever that is possible. */
    AUTO,
    /** As {@link #AUTO}, but a server or client that could never splice does not start. */
    SPLICE,
    /** Always from buffers. */
    COPY;

    /** Why nothing can be spliced on this system and by this Java; empty where it can. */
    public static Optional<String> missing() {
        if (!Epoll.isAvailable()) {
            return Optional.of("there is no epoll: " + Epoll.unavailabilityCause());
        }
        return LinuxCalls.missing();
    }

    /** The pipes of a server or client that forwards so. */
    PipePool pipes(Polling polling) {
        Optional<String> obstacle =
                polling == Polling.NATIVE ? missing() : Optional.of("its event loops wait by Java's selector");
        if (this == SPLICE && obstacle.isPresent()) {
            throw new IllegalStateException("bodies cannot be spliced: " + obstacle.get());
        }
        return new PipePool(this == COPY || obstacle.isPresent() ? 0 : MOST_PIPES);
    }

    /** Bounded by what a user without privileges may have: 64 MiB in pipes, of which a server and a client are two users. */
    private static final int MOST_PIPES = 24;
}
