package dev.gantry.ports.spi;

import dev.gantry.domain.Limit;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where limits are kept. Both are called on a thread that may block, one after the other. */
public interface LimitTable {

    /** What was kept last, each store and user once; at first what the configuration says. */
    CompletionStage<List<Limit>> load();

    /**
     * Keeps just these, durably. Completes with NotFound, and keeps what it has, if one is of a user that does not exist;
     * whether a store does is the engine's to know.
     */
    CompletionStage<Void> save(List<Limit> limits);
}
