package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Feeds slow digests on another thread, buffer by buffer in order. Its methods are called on one event loop. */
final class DigestLine {

    private static final long MAX_BEHIND = 1 << 20;

    private final boolean unused;
    private final Digests digests;
    private final Executor executor;
    private final Executor loop;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private long behind;
    private Runnable waiting;

    DigestLine(Set<ChecksumType> types, Executor executor, Executor loop) {
        this.unused = types.isEmpty();
        this.digests = new Digests(types);
        this.executor = executor;
        this.loop = loop;
    }

    /** Keeps {@code bytes} until they are digested; the caller still releases its own hold. */
    void add(ByteBuf bytes) {
        if (unused) {
            return;
        }
        ByteBuf kept = bytes.retainedSlice();
        int count = kept.readableBytes();
        behind += count;
        tail = tail.thenRunAsync(() -> feed(kept), executor);
        tail.whenComplete((done, failure) -> {
            kept.release();
            loop.execute(() -> digested(count));
        });
    }

    /** Runs {@code action} at once, or as soon as the digests have caught up. */
    void whenReady(Runnable action) {
        if (behind < MAX_BEHIND) {
            action.run();
        } else {
            waiting = action;
        }
    }

    /** The checksums of everything added; completes on the loop, and fails if the executor refused to work. */
    CompletionStage<Checksums> finish() {
        return unused
                ? CompletableFuture.completedFuture(Checksums.none())
                : tail.thenApplyAsync(fed -> digests.finish(), loop);
    }

    private void feed(ByteBuf kept) {
        for (ByteBuffer part : kept.nioBuffers()) {
            digests.update(part);
        }
    }

    private void digested(int count) {
        behind -= count;
        Runnable action = waiting;
        if (action != null && behind < MAX_BEHIND) {
            waiting = null;
            action.run();
        }
    }
}
