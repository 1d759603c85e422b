package dev.gantry.server;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Limit;
import dev.gantry.domain.Limit.Scope;
import dev.gantry.domain.User;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.LimitTable;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Limits in the data directory (docs/data-directory.md): those that differ from what the configuration says. */
final class LimitsFile implements LimitTable {

    private static final String LIMITS = "limits";

    private final Path path;
    private final List<Limit> configured;
    private final List<User> users;
    private final DurableWrites disk;

    LimitsFile(Path path, List<Limit> configured, List<User> users, DurableWrites disk) {
        this.path = path;
        this.configured = configured;
        this.users = users;
        this.disk = disk;
    }

    @Override
    public CompletionStage<List<Limit>> load() {
        try {
            List<Limit> all = new ArrayList<>(read());
            configured.stream()
                    .filter(limit -> all.stream().noneMatch(kept -> kept.isOf(limit.scope(), limit.name())))
                    .toList()
                    .forEach(all::add);
            return CompletableFuture.completedStage(all);
        } catch (IOException | InvalidValueException e) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    path + " is damaged: " + e.getMessage() + "; remove it, and the limits of the configuration hold",
                    e));
        }
    }

    private List<Limit> read() throws IOException {
        Optional<String> text = PrivateFile.read(path);
        if (text.isEmpty()) {
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        if (Json.parse(path, text.get()).get(LIMITS) instanceof List<?> entries) {
            entries.forEach(entry -> limits.add(limit((Map<?, ?>) entry)));
        }
        return limits;
    }

    private static Limit limit(Map<?, ?> entry) {
        return new Limit(
                scope(String.valueOf(entry.get("scope"))),
                String.valueOf(entry.get("name")),
                entry.get("bandwidth") instanceof Number bandwidth
                        ? OptionalLong.of(bandwidth.longValue())
                        : OptionalLong.empty(),
                entry.get("slots") instanceof Number slots ? OptionalInt.of(slots.intValue()) : OptionalInt.empty());
    }

    private static Scope scope(String name) {
        try {
            return Scope.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("a limit is of a STORE or a USER, not of a " + name, e);
        }
    }

    @Override
    public CompletionStage<Void> save(List<Limit> limits) {
        Optional<Limit> stranger = limits.stream()
                .filter(limit -> limit.scope() == Scope.USER && !isUser(limit.name()))
                .findFirst();
        if (stranger.isPresent()) {
            return CompletableFuture.failedStage(new ProviderException.NotFound("there is no user "
                    + stranger.get().name() + "; there are "
                    + users.stream().map(User::name).toList()));
        }
        try {
            List<Map<String, Object>> entries =
                    limits.stream().filter(this::isOwn).map(Fields::of).toList();
            PrivateFile.write(path, Json.line(Map.of(LIMITS, entries)) + "\n", disk);
            return CompletableFuture.completedStage(null);
        } catch (IOException e) {
            return CompletableFuture.failedStage(
                    new ProviderException.Unavailable("the limits cannot be kept in " + path + ": " + e, e));
        }
    }

    private boolean isUser(String name) {
        return users.stream().anyMatch(user -> user.name().equals(name));
    }

    /** One that limits nothing matters only where the configuration does. */
    private boolean isOwn(Limit limit) {
        boolean isConfigured = configured.stream().anyMatch(other -> other.isOf(limit.scope(), limit.name()));
        return isConfigured ? !configured.contains(limit) : !limit.isNone();
    }
}
