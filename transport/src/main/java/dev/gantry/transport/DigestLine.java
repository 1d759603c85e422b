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

    /** What is granted before the bytes of one read are asked for. */
    private static final long ASKED = 256 << 10;

    private final boolean unused;
    private final Digests digests;
    private final ByteBudget budget;
    private final Executor executor;
    private final Executor loop;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private long behind;
    private long granted;
    private boolean over;
    private Runnable waiting;

    DigestLine(Set<ChecksumType> types, Executor executor, ByteBudget budget, Executor loop) {
        this.budget = budget;
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
        budget.release(granted - count);
        granted = 0;
        tail = tail.thenRunAsync(() -> feed(kept), executor);
        tail.whenComplete((done, failure) -> {
            kept.release();
            loop.execute(() -> digested(count));
        });
    }

    /** Runs {@code action}, which brings bytes to add, as soon as the digests have caught up and there is room. */
    void whenReady(Runnable action) {
        if (unused) {
            action.run();
        } else if (behind < MAX_BEHIND) {
            budget.acquire(ASKED, loop, () -> granted(action));
        } else {
            waiting = action;
        }
    }

    private void granted(Runnable action) {
        budget.release(granted); // of an earlier demand that brought nothing
        granted = ASKED;
        if (over) {
            stop();
        } else {
            action.run();
        }
    }

    /** Nothing is added any more. */
    void stop() {
        over = true;
        budget.release(granted);
        granted = 0;
    }

    /** The checksums of everything added; completes on the loop, and fails if the executor refused to work. */
    CompletionStage<Checksums> finish() {
        stop();
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
        budget.release(count);
        Runnable action = waiting;
        if (action != null && behind < MAX_BEHIND) {
            waiting = null;
            whenReady(action);
        }
    }
}
