package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands in this process, with the keys that {@link Forked} has. */
final class Commands {

    /** What a command left behind. */
    record Ran(int code, String out, String err) {

        /** The objects it printed but for its summary. */
        List<Map<String, Object>> events(String kind) throws IOException {
            List<Map<String, Object>> events = new ArrayList<>();
            for (String line : out.lines().toList()) {
                Map<String, Object> event = Json.parse(Path.of("stdout"), line);
                if (kind.equals(event.get("event"))) {
                    events.add(event);
                }
            }
            return events;
        }
    }

    private Commands() {}

    static Ran run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                Forked.KEYS,
                InstantSource.system(),
                DurableWrites.DIRECT);
        int code = GantryCommand.create(console, node -> {})
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** Runs a command that must exit with 0. */
    static Ran mustRun(String when, Object... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code())
                .as("%s: %s%n%s%s", when, List.of(arguments), ran.out(), ran.err())
                .isZero();
        return ran;
    }

    /** Runs {@code serve}, with Spectra S3 on a free port, for as long as {@code lifetime} takes. */
    static void serve(ServeCommand.Lifetime lifetime, Object... arguments) {
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                false,
                Forked.KEYS,
                InstantSource.system(),
                DurableWrites.DIRECT);
        Object[] all = Stream.concat(Stream.of("serve", "--spectra", "127.0.0.1:0"), Stream.of(arguments))
                .toArray();
        int code = GantryCommand.create(console, lifetime)
                .execute(Stream.of(all).map(Object::toString).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
    }
}
