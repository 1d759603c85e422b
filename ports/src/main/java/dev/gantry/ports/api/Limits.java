package dev.gantry.ports.api;

import dev.gantry.domain.Limit;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What stores and users may use at a time (docs/limits.md). ADMIN and above; FORBIDDEN for everybody else. */
public interface Limits {

    /** All that limit something: stores first, each by name. */
    CompletionStage<List<Limit>> list();

    /**
     * Sets the limit of a store or a user in place of the one it has; it holds from now on, for what is moving too, and
     * after a restart. Granted chunks beyond a smaller number of slots are left to finish. INVALID if there is no such
     * store or user. A second call does nothing more.
     */
    CompletionStage<Limit> set(Limit limit);
}
