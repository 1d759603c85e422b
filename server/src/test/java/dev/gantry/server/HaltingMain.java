package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.tck.FaultyDisk;

/** The real {@link Main}, whose process ends as by kill -9 at the durable write that gantry.halt numbers, if it does. */
final class HaltingMain {

    /** The system property that says at which durable write, from 1. */
    static final String HALT = "gantry.halt";

    private HaltingMain() {}

    public static void main(String[] arguments) {
        Long halt = Long.getLong(HALT);
        Main.run(arguments, halt == null ? DurableWrites.DIRECT : FaultyDisk.haltingAt(halt));
    }
}
