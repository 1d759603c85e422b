package dev.gantry.engine;

import dev.gantry.domain.Permit;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Waits.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Finds the one reason why each chunk of a running job does not move. Looks only. Belongs to the control thread. */
final class WaitReasons {

    private final ActiveJob job;
    private final JobGrants grants;
    private final Environment environment;
    private final Optional<Waiting> ofStore;
    private final Optional<Waiting> ofShortage;
    private final Optional<IntToLongFunction> ahead;

    /** {@code shortage} is why no chunk of a PUT job may be granted, if its store is about to be full. */
    WaitReasons(ActiveJob job, Environment environment, Optional<Wait> shortage) {
        this.job = job;
        this.grants = job.grants();
        this.environment = environment;
        this.ofStore = job.store()
                .leftAloneUntil()
                .map(until -> about(new Wait.BreakerOpen(job.store().id()), until))
                .or(() -> grants.pausedUntil()
                        .map(until -> about(new Wait.StoreFailed(job.store().id()), until)));
        this.ofShortage = shortage.map(WaitReasons::because);
        this.ahead = job.store().slots().ahead(job.id());
    }

    private static Waiting because(Wait why) {
        return new Waiting(0, why, Optional.empty());
    }

    private static Waiting about(Wait why, Instant when) {
        return new Waiting(0, why, Optional.of(when));
    }

    /** The chunks from that number on that do not move, at most so many. */
    List<Waiting> from(int first, int most) {
        List<Waiting> found = new ArrayList<>();
        int chunk = job.marks().nextUndone(first);
        while (job.marks().isWithin(chunk) && found.size() < most) {
            if (!isMoving(chunk)) {
                Waiting why = of(chunk);
                found.add(new Waiting(chunk, why.why(), why.about()));
            }
            chunk = job.marks().nextUndone(chunk + 1);
        }
        return found;
    }

    /** What the node works off itself moves once it is granted. */
    private boolean isMoving(int chunk) {
        boolean works = !job.work().isClients() && job.marks().isGranted(chunk);
        return works
                || job.chunks()
                        .find(chunk)
                        .filter(active -> active.isMoving() || active.isUnconfirmed() || active.hasBusySlot())
                        .filter(active -> !grants.isAwaited(active))
                        .isPresent();
    }

    private Waiting of(int chunk) {
        Optional<ActiveChunk> asked = job.chunks().find(chunk).filter(grants::isAwaited);
        return ofStore.or(() -> job.staging().flatMap(own -> own.reasons().of(chunk)))
                .or(() -> asked.map(active -> behind(grants.waitersBefore(active))))
                .orElseGet(() -> job.marks().isGranted(chunk) ? because(idle(true)) : ungranted(chunk));
    }

    private Waiting ungranted(int chunk) {
        if (ofShortage.isPresent()) {
            return ofShortage.get();
        }
        int earlier = job.marks().toGrantBefore(chunk);
        int before = job.marks().unfinishedCount() + earlier;
        int most = job.work().mostUnfinished();
        if (!grants.isAttended()) {
            return because(idle(false));
        }
        return before < most ? behind(grants.waiters() + earlier) : because(new Wait.Unfinished(before, most));
    }

    private Wait idle(boolean granted) {
        return new Wait.ClientIdle(environment.now().minus(grants.idle()), granted);
    }

    /** A job that does not compete though it might does so from its client's next request on. */
    private Waiting behind(int earlier) {
        if (grants.isHeldBack()) {
            return because(
                    new Wait.UsedUp(Permit.SLOTS, "user " + job.job().owner().name()));
        }
        return ahead.map(grants -> behind(grants.applyAsLong(earlier))).orElseGet(() -> because(idle(false)));
    }

    private Waiting behind(long others) {
        return new Waiting(
                0,
                new Wait.Behind(others, job.job().priority()),
                job.store().slots().timeOf(others).map(environment.now()::plus));
    }
}
