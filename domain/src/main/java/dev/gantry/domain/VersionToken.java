package dev.gantry.domain;

/**
 * The store's own name for one state of an object, compared for equality only. A plan pins it, so that two states never
 * mix in one read.
 */
public record VersionToken(String value) {

    public VersionToken {
        if (value == null || value.isEmpty()) {
            throw new InvalidValueException("a version token cannot be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
