package dev.gantry.ports.spi;

import java.util.concurrent.CompletionStage;

/** The capability of a store that knows how much it can still take. */
public interface FreeSpace {

    /** How many bytes can still be written, about now. */
    CompletionStage<Long> freeBytes();
}
