package dev.gantry.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged: warnings of a command, every request of a node; always to standard error. */
final class Logs {

    private Logs() {}

    /** Logs what a node's operator wants to read. */
    static void tellMore() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }
}
