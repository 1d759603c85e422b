package dev.gantry.engine;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * One piece of a transfer.
 *
 * @param action runs on any thread, perhaps several times
 * @param done runs on the transfer's own thread once the action has succeeded
 * @param failed runs there once it has failed for good
 */
record TransferTask(Action action, Runnable done, Consumer<Throwable> failed) {

    /** What is to be done. */
    interface Action {
        void run() throws IOException, InterruptedException;
    }
}
