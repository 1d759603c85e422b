package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How many slots each user holds in all stores together. One that holds as many as it may is held back everywhere, until
 * one is free again. Belongs to the control thread.
 */
final class UserSlots {

    private final ToIntFunction<User> limit;
    private final List<SlotPool> pools = new ArrayList<>();
    private final Map<UserId, Integer> held = new HashMap<>();
    private final Map<UserId, User> users = new HashMap<>();
    private final Set<UserId> full = new HashSet<>();

    UserSlots(ToIntFunction<User> limit) {
        this.limit = limit;
    }

    void add(SlotPool pool) {
        pools.add(pool);
    }

    boolean mayTake(User user) {
        return !full.contains(user.id());
    }

    void took(User user) {
        users.put(user.id(), user);
        held.merge(user.id(), 1, Integer::sum);
        review(user);
    }

    void gave(User user) {
        held.merge(user.id(), -1, Integer::sum);
        review(user);
        if (held.remove(user.id(), 0)) {
            users.remove(user.id());
        }
    }

    /** Limits are others now. */
    void review() {
        List.copyOf(users.values()).forEach(this::review);
    }

    private void review(User user) {
        boolean isFull = held.get(user.id()) >= limit.applyAsInt(user);
        if (isFull && full.add(user.id())) {
            pools.forEach(pool -> pool.holdBack(user.id()));
        } else if (!isFull && full.remove(user.id())) {
            letOn(user.id());
        }
    }

    /** Another pool is the first to be told each time; those after one where the user takes its last slot are not. */
    private void letOn(UserId user) {
        List<SlotPool> order = List.copyOf(pools);
        Collections.rotate(pools, -1);
        for (SlotPool pool : order) {
            if (!full.contains(user)) {
                pool.letOn(user);
            }
        }
    }
}
