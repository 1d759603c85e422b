package dev.gantry.domain;

import java.util.UUID;

/** Reads UUIDs strictly: {@link UUID#fromString} also takes shortened groups. */
final class Uuids {

    private static final int CANONICAL_LENGTH = 36;

    private Uuids() {}

    static UUID parse(String text) {
        if (text == null || text.length() != CANONICAL_LENGTH) {
            throw new InvalidValueException("not a UUID: " + text);
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("not a UUID: " + text, e);
        }
    }
}
