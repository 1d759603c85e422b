package dev.gantry.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes of payloads a server or a client has moved by each path, so that a fallback is seen. Thread-safe. */
public final class BytesMoved {

    /** How bytes come from one place to another. */
    public enum Path {
        /** From a file to a socket within the kernel. */
        SENDFILE,
        /** From a socket to a socket within the kernel. */
        SPLICE,
        /** Through one buffer outside the Java heap, without a copy in user space. */
        DIRECT,
        /** Copied once in user space, as from another source's buffers. */
        COPIED
    }

    private final Map<Path, LongAdder> counts = new EnumMap<>(Path.class);

    BytesMoved() {
        for (Path path : Path.values()) {
            counts.put(path, new LongAdder());
        }
    }

    /** Bytes handed to or taken from the kernel by {@code path} since the start. */
    public long by(Path path) {
        return counts.get(path).sum();
    }

    void add(Path path, long bytes) {
        counts.get(path).add(bytes);
    }

    /** All paths with their bytes. */
    @Override
    public String toString() {
        return counts.toString();
    }
}
