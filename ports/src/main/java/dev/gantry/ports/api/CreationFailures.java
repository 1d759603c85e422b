package dev.gantry.ports.api;

import dev.gantry.domain.Medium;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Jobs that could not be made because their data was missing or could not be reached. */
public interface CreationFailures {

    /** The most that are kept; beyond, the oldest goes. They do not outlive the process that keeps them. */
    int MAX_KEPT = 1000;

    /** The user's failures, or everybody's where the role reaches them; newest first. */
    CompletionStage<List<CreationFailure>> list();

    /** Drops one, and says whether there was one of that id that the user may see. */
    CompletionStage<Boolean> forget(UUID failure);

    /** Drops all that the user may see. */
    CompletionStage<Void> forgetAll();

    /**
     * Why a job was not made.
     *
     * @param media what somebody must load first, if that is the reason
     */
    record CreationFailure(UUID id, Instant at, String message, String userName, List<Medium> media) {
        public CreationFailure {
            media = List.copyOf(media);
        }
    }
}
