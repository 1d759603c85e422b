package dev.gantry.lab;

import dev.gantry.domain.Extent;
import java.util.Optional;

/**
 * What a drive is to do: read or write one extent.
 *
 * @param recall what it is read for; empty where it is written
 */
record Transfer(TapedObject object, Extent extent, Optional<Recall> recall) {

    boolean isRead() {
        return recall.isPresent();
    }

    long bytes() {
        return extent.range().length();
    }
}
