package dev.gantry.glacier;

import dev.gantry.domain.TaskKind;
import java.util.concurrent.CompletionStage;

/** One of the tasks of a store with archive classes. */
interface RestoreTask {

    TaskKind kind();

    /** As {@link dev.gantry.ports.spi.TaskRunner#run}; {@code id} is the same when it is run again. */
    CompletionStage<String> run(String id, String parameters);
}
