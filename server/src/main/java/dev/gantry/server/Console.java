package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command meets outside: its output, its environment, the time and the disk.
 *
 * @param terminal whether {@code err} is read by a person as it comes
 * @param disk what this process writes through: an engine, the data directory, fetched files
 */
record Console(
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Map<String, String> environment,
        InstantSource clock,
        DurableWrites disk) {

    Console {
        environment = Map.copyOf(environment);
    }
}
