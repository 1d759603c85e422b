package dev.gantry.ports.spi;

import dev.gantry.domain.ObjectKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the chunks of active jobs by the name of an object. */
public interface NameTable {

    /**
     * For each key, in order, the chunks of visible active jobs that may hold a blob of it: a superset, found by hash;
     * the caller looks inside the chunks.
     */
    CompletionStage<List<List<ChunkAddress>>> holding(List<ObjectKey> keys);
}
