package dev.gantry.server;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.gantry.domain.Limit;
import dev.gantry.domain.Limit.Scope;
import dev.gantry.ports.api.Gateway;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "limits", description = "tell what stores and users may use at a time, or change it")
final class LimitsCommand extends GatewayCommand {

    private static final String NONE = "none";

    /** Whose limit is told or changed. */
    static final class Subject {
        @Option(names = "--store", paramLabel = "ID", required = true, description = "a store's limit")
        private String store;

        @Option(names = "--user", paramLabel = "NAME", required = true, description = "a user's limit")
        private String user;

        private Limit none() {
            return store == null ? Limit.none(Scope.USER, user) : Limit.none(Scope.STORE, store);
        }
    }

    @ArgGroup
    private Subject subject;

    @Option(
            names = "--bandwidth",
            paramLabel = "BYTES/s",
            description = "bytes a second in both directions together, as 100MiB or 100MiB/s; none: as fast as it goes")
    private String bandwidth;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "chunks worked on at a time; none: the node's setting for a store, any number for a user")
    private String slots;

    LimitsCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        boolean changes = bandwidth != null || slots != null;
        if (changes && subject == null) {
            throw new UsageException("say whose limit is to change: --store ID or --user NAME");
        }
        List<Limit> all = Waiting.on(gateway.limits().list());
        List<Limit> told = subject == null ? all : List.of(current(all));
        if (changes) {
            told = List.of(Waiting.on(gateway.limits().set(changed(told.get(0)))));
        }
        told.forEach(limit -> output.print("limit", Fields.of(limit), text(limit)));
        output.summary(told.size());
        return OK;
    }

    private Limit current(List<Limit> all) {
        Limit none = subject.none();
        return all.stream()
                .filter(limit -> limit.isOf(none.scope(), none.name()))
                .findFirst()
                .orElse(none);
    }

    private Limit changed(Limit before) {
        Limit after = bandwidth == null ? before : before.withBandwidth(bandwidth(bandwidth));
        return slots == null ? after : after.withSlots(slots(slots));
    }

    private static OptionalLong bandwidth(String text) {
        if (text.equals(NONE)) {
            return OptionalLong.empty();
        }
        String bytes = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
        try {
            return OptionalLong.of(ConfigFactory.parseMap(Map.of(NONE, bytes)).getBytes(NONE));
        } catch (ConfigException e) {
            throw new UsageException("a bandwidth is a number of bytes a second as 100MiB, or none, not " + text, e);
        }
    }

    private static OptionalInt slots(String text) {
        try {
            return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new UsageException("slots are a number or none, not " + text, e);
        }
    }

    private static String text(Limit limit) {
        String rate =
                limit.bandwidth().isPresent() ? Sizes.bytes(limit.bandwidth().getAsLong()) + "/s" : "any bandwidth";
        String count = limit.slots().isPresent() ? limit.slots().getAsInt() + " slots" : "slots not limited";
        return (limit.scope() == Scope.STORE ? "store " : "user ") + limit.name() + ": " + rate + ", " + count;
    }
}
