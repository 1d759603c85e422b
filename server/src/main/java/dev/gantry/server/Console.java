package dev.gantry.server;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command meets outside: its output, its environment and the time.
 *
 * @param terminal whether {@code err} is read by a person as it comes
 */
record Console(
        PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> environment, InstantSource clock) {

    Console {
        environment = Map.copyOf(environment);
    }
}
