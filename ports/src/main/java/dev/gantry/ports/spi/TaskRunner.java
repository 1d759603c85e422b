package dev.gantry.ports.spi;

import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The capability of a store that performs tasks of its own, which no other port could name. */
public interface TaskRunner {

    /** What it can do, always the same and in the same order, no name twice; no I/O. */
    List<TaskKind> kinds();

    /**
     * Runs one of {@link #kinds}, and gives the text that its caller is to see. A task that is not repeatable is called
     * once at most; one that is may be called again with the same id, after a failure that passes or a crash. Completes
     * with Rejected if the task cannot be done as asked, saying why, with {@link
     * dev.gantry.domain.InvalidValueException} if its parameters are none, with Conflict if it clashes with what is
     * there, and with NotFound, Throttled and Unavailable as other calls do.
     */
    CompletionStage<String> run(TaskCall call);

    /** What is to be run; {@code parameters} may be empty. */
    record TaskCall(TaskId id, String name, String parameters) {}
}
