package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;

/**
 * What of one class is to be restored.
 *
 * @param bytes of all objects together
 * @param largest the bytes of the largest object
 */
record Demand(long objects, long bytes, long largest) {

    static final Demand NONE = new Demand(0, 0, 0);

    Demand {
        if (objects < 0 || bytes < 0 || largest < 0 || largest > bytes) {
            throw new InvalidValueException(
                    "no demand: " + objects + " objects of " + bytes + " bytes, the largest of " + largest);
        }
    }

    Demand with(long length) {
        return new Demand(objects + 1, bytes + length, Math.max(largest, length));
    }

    boolean isEmpty() {
        return objects == 0;
    }
}
