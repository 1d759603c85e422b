package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Works a job off: asks which chunks are ready, and has every blob of them moved that is not done. */
final class TransferLoop {

    /** What is to be done with blobs. */
    interface Mover {

        /** Takes a blob that was not listed before, and has no evidence. */
        void take(Blob blob) throws IOException;

        /** What became of the objects. */
        TransferBook book();

        /** Whether an object is left that has not ended. */
        default boolean hasWork() {
            return book().open() > 0;
        }

        /** The job takes and gives nothing any more, or there is no sense in waiting longer. */
        default void ended(String reason) {
            book().failOpen(reason);
        }
    }

    private record Piece(ObjectName name, long offset) {}

    /** How long to wait where a list shows only what is taken already. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How many answers in a row may name an obstacle before the transfer gives up. */
    private static final int MAX_OBSTRUCTED = 5;

    private final TransferContext context;
    private final Gateway gateway;
    private final TransferCalls calls;
    private final TransferQueue queue;
    private final InstantSource clock;
    private final Set<Piece> taken = new HashSet<>();
    private Instant nextPoll = Instant.EPOCH;
    private Optional<String> obstacle = Optional.empty();
    private int obstructed;

    TransferLoop(TransferContext context) {
        this.context = context;
        this.gateway = context.gateway();
        this.calls = context.calls();
        this.queue = context.queue();
        this.clock = context.clock();
    }

    /** Runs until no object is left open. */
    void run(JobId job, Mover mover) throws IOException, InterruptedException {
        while (mover.hasWork()) {
            if (queue.hasRoom() && !clock.instant().isBefore(nextPoll)) {
                poll(job, mover);
            }
            Duration wait = Duration.between(clock.instant(), nextPoll);
            if (mover.hasWork() && queue.await(wait.isNegative() ? POLL : wait)) {
                nextPoll = Instant.EPOCH;
            }
        }
        queue.finish();
    }

    private void poll(JobId job, Mover mover) throws IOException, InterruptedException {
        try {
            Chunks.Ready ready =
                    calls.make(() -> TransferCalls.await(gateway.chunks().ready(job, Chunks.MAX_READY)));
            boolean news = takeAll(ready, mover);
            Duration asked = ready.retryAfter().isZero() ? POLL : ready.retryAfter();
            nextPoll = news ? Instant.EPOCH : clock.instant().plus(asked);
            heed(ready.waiting(), mover);
            if (!news && !ready.job().isActive() && queue.isIdle()) {
                mover.ended("job " + job + " is " + ready.job().status());
            }
        } catch (ApiException e) {
            if (e.problem() != Problem.GONE) {
                throw e;
            }
            queue.finish();
            mover.ended(e.getMessage());
        }
    }

    /** An obstacle that stays while nothing else moves is a failure: a full store will not empty itself. */
    private void heed(Optional<String> reason, Mover mover) {
        if (reason.isPresent() && !reason.equals(obstacle)) {
            context.listener().notice("waiting: " + reason.get());
        }
        obstacle = reason;
        obstructed = reason.isPresent() && queue.isIdle() ? obstructed + 1 : 0;
        if (obstructed >= MAX_OBSTRUCTED) {
            mover.ended(reason.orElseThrow());
        }
    }

    private boolean takeAll(Chunks.Ready ready, Mover mover) throws IOException {
        int before = taken.size();
        for (Chunks.Listing listing : ready.chunks()) {
            for (int i = 0; i < listing.chunk().blobs().size(); i++) {
                take(listing, i, mover);
            }
        }
        return taken.size() > before;
    }

    private void take(Chunks.Listing listing, int index, Mover mover) throws IOException {
        Blob blob = listing.chunk().blobs().get(index);
        boolean open = !listing.state().isSettled(index);
        if (open && taken.add(new Piece(blob.name(), blob.offset()))) {
            mover.take(blob);
        }
    }
}
