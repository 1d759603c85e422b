package dev.gantry.engine;

import dev.gantry.domain.Limit;
import dev.gantry.domain.Limit.Scope;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.ports.payload.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The limits that hold now, and the bandwidth of each store and user. Changed on the control thread, read anywhere. */
final class LimitBook {

    private static final Comparator<Limit> ORDER =
            Comparator.comparing(Limit::scope).thenComparing(Limit::name);

    /** How often somebody who waits looks again, since limits change. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Environment environment;
    private final Map<StoreId, Bandwidth> stores = new ConcurrentHashMap<>();
    private final Map<String, Bandwidth> users = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile List<Limit> limits = List.of();

    LimitBook(Environment environment) {
        this.environment = environment;
    }

    List<Limit> all() {
        return limits;
    }

    /** The limits as they would be with that one in place of its like. */
    List<Limit> with(Limit limit) {
        List<Limit> changed = new ArrayList<>(limits);
        changed.removeIf(other -> other.isOf(limit.scope(), limit.name()));
        changed.add(limit);
        return changed.stream().sorted(ORDER).toList();
    }

    /** These hold from now on. */
    void replace(List<Limit> all) {
        limits = all.stream().sorted(ORDER).toList();
        stores.forEach(
                (id, bandwidth) -> bandwidth.set(find(Scope.STORE, id.value()).bandwidth()));
        users.forEach((name, bandwidth) -> bandwidth.set(find(Scope.USER, name).bandwidth()));
        listeners.forEach(Runnable::run);
    }

    /** Runs {@code action} after each change. */
    void onChange(Runnable action) {
        listeners.add(action);
    }

    Limit find(Scope scope, String name) {
        return known(scope, name).orElseGet(() -> Limit.none(scope, name));
    }

    private Optional<Limit> known(Scope scope, String name) {
        for (Limit limit : limits) {
            if (limit.isOf(scope, name)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    OptionalInt slotsOf(User user) {
        return known(Scope.USER, user.name()).map(Limit::slots).orElseGet(OptionalInt::empty);
    }

    OptionalInt slotsOf(StoreId store) {
        return find(Scope.STORE, store.value()).slots();
    }

    /** How fast a transfer between that store and that user may be; one for each transfer. */
    TransferPace pace(StoreId store, User user) {
        return new TransferPace(
                stores.computeIfAbsent(store, id -> bandwidth(Scope.STORE, id.value())),
                users.computeIfAbsent(user.name(), name -> bandwidth(Scope.USER, name)));
    }

    private Bandwidth bandwidth(Scope scope, String name) {
        Bandwidth bandwidth = new Bandwidth(environment::nanos);
        bandwidth.set(find(scope, name).bandwidth());
        return bandwidth;
    }

    /**
     * Begins a transfer when what was taken before has moved: so that one that nobody paces on its way waits for those
     * before it. On the control thread, at once if it may.
     */
    <T> CompletionStage<T> inTurn(TransferPace pace, Supplier<CompletionStage<T>> transfer) {
        Pace.Turn turn = pace.take(0);
        if (turn.nanosLeft() <= 0) {
            return transfer.get();
        }
        CompletableFuture<Void> come = new CompletableFuture<>();
        look(turn, come);
        return come.thenCompose(now -> transfer.get());
    }

    private void look(Pace.Turn turn, CompletableFuture<Void> come) {
        long left = turn.nanosLeft();
        if (left <= 0) {
            come.complete(null);
        } else {
            environment.after(Duration.ofNanos(Math.min(left, LOOK.toNanos())), () -> look(turn, come));
        }
    }
}
