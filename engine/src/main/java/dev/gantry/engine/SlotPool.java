package dev.gantry.engine;

import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Priority;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;

/**
 * The slots of one store: how many of its chunks may be worked on at once, and whose turn it is. A slot whose holder has
 * been silent is given away when somebody wants it. CRITICAL and URGENT jobs cannot have the last one, or the last eighth
 * of them. Belongs to the control thread.
 */
final class SlotPool {

    /** Who wants slots. */
    interface Claimant {

        JobId id();

        User owner();

        Priority priority();

        /** It is this one's turn: uses the slot and answers true, or wants none any more. */
        boolean take(Slot slot);

        /** Whether another turn would be used. */
        boolean wantsMore();
    }

    /** One slot in so many is kept from CRITICAL and URGENT, and one at least where there are two. */
    private static final int RESERVE_SHARE = 8;

    /** The right to work on one chunk. */
    final class Slot {
        private final User owner;
        private final boolean urgent;
        private int busy;
        private long lastUse = environment.nanos();
        private boolean held = true;

        private Slot(User owner, boolean urgent) {
            this.owner = owner;
            this.urgent = urgent;
        }

        /** Somebody begins to move bytes under this slot. */
        void begin() {
            busy++;
        }

        /** Somebody has stopped moving bytes. */
        void end() {
            busy--;
            lastUse = environment.nanos();
        }

        boolean isBusy() {
            return held && busy > 0;
        }

        boolean isHeld() {
            return held;
        }

        /** Gives the slot back; again is harmless. */
        void release() {
            if (held) {
                drop();
                round();
            }
        }

        /** Others may be given slots inside, and reclaim those that are silent: what is dropped already stays so. */
        private void drop() {
            if (held) {
                held = false;
                slots.remove(this);
                urgentHeld -= urgent ? 1 : 0;
                users.gave(owner);
            }
        }

        private boolean isSilent() {
            return busy == 0 && environment.nanos() - lastUse >= silence.toNanos();
        }
    }

    private final Environment environment;
    private final UserSlots users;
    private final Duration silence;
    private final GrantQueue queue = new GrantQueue();
    private final Map<JobId, Claimant> claimants = new HashMap<>();
    private final Set<Slot> slots = new LinkedHashSet<>();
    private final GrantPace pace = new GrantPace();
    private int size;
    private int urgentHeld;
    private boolean timerSet;
    private boolean inRound;

    /** {@code users} counts what users hold in several pools; this one makes itself known there. */
    SlotPool(Environment environment, int size, Duration silence, UserSlots users) {
        this.environment = environment;
        this.size = size;
        this.silence = silence;
        this.users = users;
        users.add(this);
    }

    /** Has another number of slots from now on; those beyond it are left to their holders. */
    void resize(int newSize) {
        size = newSize;
        round();
    }

    /** That user's jobs get no turn. */
    void holdBack(UserId owner) {
        queue.holdBack(owner);
    }

    /** That user's jobs get turns again. */
    void letOn(UserId owner) {
        queue.letOn(owner);
        round();
    }

    /** Lets somebody compete, and gives out what is free. */
    void offer(Claimant claimant) {
        if (claimant.wantsMore()) {
            claimants.put(claimant.id(), claimant);
            queue.offer(claimant.id(), claimant.owner().id(), claimant.priority());
            round();
        }
    }

    /** Takes somebody out who wants nothing any more. */
    void withdraw(JobId claimant) {
        claimants.remove(claimant);
        queue.withdraw(claimant);
    }

    /** Tells how many grants come before one of the job's that has so many before; empty if it does not compete. */
    Optional<IntToLongFunction> ahead(JobId claimant) {
        return queue.ahead(claimant);
    }

    /** Whether that one's user holds as many slots as it may. */
    boolean isHeldBack(Claimant claimant) {
        return !users.mayTake(claimant.owner());
    }

    /** About how long so many grants and one more take; empty before anybody had to wait for one. */
    Optional<Duration> timeOf(long grants) {
        return pace.timeOf(grants + 1);
    }

    /** A slot at once, past the queue, if that one may have a free one and nobody waits who may too. */
    Optional<Slot> tryTake(Claimant claimant) {
        reclaim();
        boolean may = slots.size() < size
                && users.mayTake(claimant.owner())
                && !(isReserveLeft() && claimant.priority().isKeptFromReserve());
        boolean wanted = isReserveLeft() ? queue.hasNextOfReserve() : queue.hasNext();
        return may && !wanted ? Optional.of(open(claimant)) : Optional.empty();
    }

    /** Whether what is free is the reserve. */
    private boolean isReserveLeft() {
        return urgentHeld >= size - reserve();
    }

    private int reserve() {
        return size < 2 ? 0 : Math.max(1, size / RESERVE_SHARE);
    }

    private Slot open(Claimant claimant) {
        Slot slot = new Slot(claimant.owner(), claimant.priority().isKeptFromReserve());
        slots.add(slot);
        urgentHeld += slot.urgent ? 1 : 0;
        users.took(slot.owner);
        return slot;
    }

    private void reclaim() {
        for (Slot slot : slots) {
            if (slot.isSilent()) {
                slots.stream().filter(Slot::isSilent).toList().forEach(Slot::drop);
                return;
            }
        }
    }

    private void round() {
        if (inRound) {
            return;
        }
        inRound = true;
        try {
            reclaim();
            while (slots.size() < size && giveOne()) {}
        } finally {
            inRound = false;
        }
        if (queue.size() > 0) {
            wakeWhenSomebodyIsSilent();
        }
    }

    private boolean giveOne() {
        Optional<JobId> turn = isReserveLeft() ? queue.nextOfReserve() : queue.next();
        if (turn.isEmpty()) {
            return false;
        }
        Claimant claimant = claimants.get(turn.get());
        Slot slot = open(claimant);
        boolean used = claimant.take(slot);
        if (!used) {
            slot.drop();
        }
        if (!used || !claimant.wantsMore()) {
            withdraw(claimant.id());
        }
        pace.granted(environment.nanos(), queue.hasNext());
        return true;
    }

    private void wakeWhenSomebodyIsSilent() {
        if (!timerSet) {
            timerSet = true;
            environment.after(silence.dividedBy(5), () -> {
                timerSet = false;
                round();
            });
        }
    }
}
