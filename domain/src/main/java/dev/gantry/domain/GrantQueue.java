package dev.gantry.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The scheduler: decides which job's chunk is granted next. Priorities share by weight, within a priority owners take
 * turns, and within an owner its jobs. Whatever others do, a job that competes is granted within {@link #bound} grants;
 * who withdraws and offers again stands behind those who stayed. Holds jobs, never chunks. No operation costs more the
 * more jobs there are, but {@link #ahead}, and a grant makes no object. Mutable and not thread-safe.
 *
 * <p>The bound, its proof and the reserve: docs/adr/0020-bound-of-the-scheduler.md.
 */
public final class GrantQueue {

    private static final Priority[] PRIORITIES = Priority.values();
    private static final int ALL = (1 << PRIORITIES.length) - 1;
    private static final int RESERVE = reserve();

    private final Map<JobId, Competitor> jobs = new HashMap<>();
    private final Map<UserId, OwnerTurns.Owner> owners = new HashMap<>();
    private final List<Ring<OwnerTurns>> levels = new ArrayList<>();
    private final Visits visits = new Visits();
    private final Shares shares = new Shares(visits);
    private final Shares reserveShares = new Shares(visits);
    private int waiting;

    public GrantQueue() {
        for (int i = 0; i < PRIORITIES.length; i++) {
            levels.add(new Ring<>(visits));
        }
    }

    private static int reserve() {
        int places = 0;
        for (Priority priority : PRIORITIES) {
            places |= priority.isKeptFromReserve() ? 0 : 1 << priority.place();
        }
        return places;
    }

    /**
     * Within how many grants, its own included, a job is granted that competes all the time and may be, whoever else
     * comes and goes.
     *
     * <p>Of CRITICAL and URGENT just the grants count that they may have, which those of the reserve are not.
     *
     * @param owners the most owners that compete at the job's priority meanwhile, its own included
     * @param jobs the jobs that its owner has at its priority when it begins to compete, itself included
     */
    public static long bound(Priority priority, int owners, int jobs) {
        long turns = (long) owners * jobs;
        long ofReserve = priority.isKeptFromReserve() ? 0 : Shares.bound(priority, RESERVE);
        return Math.addExact(Math.multiplyExact(Shares.bound(priority, ALL), turns), ofReserve);
    }

    /**
     * Lets a job compete until it is withdrawn, behind its owner's other jobs. One that competes already as that stays
     * where it is; with another priority it takes that from the next grant on.
     */
    public void offer(JobId job, UserId owner, Priority priority) {
        Competitor known = jobs.get(job);
        if (known != null && known.competesAs(owner, priority)) {
            return;
        }
        withdraw(job);
        OwnerTurns turns = owner(owner).at(priority);
        Competitor competitor = new Competitor(job, turns);
        jobs.put(job, competitor);
        turns.jobs().add(competitor);
        enter(turns);
    }

    private OwnerTurns.Owner owner(UserId id) {
        return owners.computeIfAbsent(id, key -> new OwnerTurns.Owner(key, visits));
    }

    private void enter(OwnerTurns turns) {
        if (!turns.isPlaced() && !turns.jobs().isEmpty() && !turns.owner().isHeldBack()) {
            levels.get(turns.priority().place()).add(turns);
            waiting |= 1 << turns.priority().place();
        }
    }

    /** Takes a job out; a job that does not compete is no error. */
    public void withdraw(JobId job) {
        Competitor competitor = jobs.remove(job);
        if (competitor != null) {
            OwnerTurns turns = competitor.turns();
            turns.jobs().remove(competitor);
            if (turns.jobs().isEmpty()) {
                leave(turns);
            }
            forgetIfGone(turns.owner());
        }
    }

    private void leave(OwnerTurns turns) {
        if (turns.isPlaced()) {
            Ring<OwnerTurns> level = levels.get(turns.priority().place());
            level.remove(turns);
            waiting &= level.isEmpty() ? ~(1 << turns.priority().place()) : ALL;
        }
    }

    private void forgetIfGone(OwnerTurns.Owner owner) {
        if (owner.isGone()) {
            owners.remove(owner.id());
        }
    }

    /** An owner's jobs, those to come included, get no turn until they are {@link #letOn}. Repeatable. */
    public void holdBack(UserId owner) {
        OwnerTurns.Owner held = owner(owner);
        held.holdBack(true);
        for (Priority priority : PRIORITIES) {
            leave(held.at(priority));
        }
    }

    /** An owner that was held back takes turns again, behind the others; else nothing happens. */
    public void letOn(UserId owner) {
        OwnerTurns.Owner held = owners.get(owner);
        if (held != null && held.isHeldBack()) {
            held.holdBack(false);
            for (Priority priority : PRIORITIES) {
                enter(held.at(priority));
            }
            forgetIfGone(held);
        }
    }

    /** Whose turn it is; the job goes on competing. Empty when there is none. */
    public Optional<JobId> next() {
        return next(shares, waiting);
    }

    /** Whose turn it is for a slot of the reserve, which CRITICAL and URGENT cannot have; these turns come on top. */
    public Optional<JobId> nextOfReserve() {
        return next(reserveShares, waiting & RESERVE);
    }

    private Optional<JobId> next(Shares shared, int candidates) {
        return candidates == 0
                ? Optional.empty()
                : levels.get(shared.next(candidates)).turn().jobs().turn().job();
    }

    /** Whether somebody would get a turn, of the reserve or not. */
    public boolean hasNext() {
        return waiting != 0;
    }

    /** Whether somebody would get a turn of the reserve. */
    public boolean hasNextOfReserve() {
        return (waiting & RESERVE) != 0;
    }

    /**
     * Tells how many grants come before one of the job's, if nobody comes or goes and none is of the reserve: the
     * argument is how many the job itself is to have before, from 0, and what it tells holds until the next operation.
     * Empty if the job does not compete or is held back. Costs as much as the owner has jobs and the priority owners.
     */
    public Optional<IntToLongFunction> ahead(JobId job) {
        Competitor competitor = jobs.get(job);
        if (competitor == null || !competitor.turns().isPlaced()) {
            return Optional.empty();
        }
        OwnerTurns turns = competitor.turns();
        int place = turns.priority().place();
        long owners = levels.get(place).size();
        long first = 1 + levels.get(place).position(turns) + turns.jobs().position(competitor) * owners;
        long each = turns.jobs().size() * owners;
        return Optional.of(earlier -> shares.before(waiting, place, first + earlier * each));
    }

    /** How many nodes all operations together have looked at. */
    long visited() {
        return visits.count();
    }

    /** How many jobs compete, those held back included. */
    public int size() {
        return jobs.size();
    }
}
