package dev.gantry.domain;

/** What a store or a user may use only so much of. */
public enum Permit {
    SLOTS("slots"),
    BYTES("bytes to be staged"),
    REQUESTS("requests for staging"),
    MEDIA("media to be read at a time"),
    MONEY("costs allowed");

    private final String words;

    Permit(String words) {
        this.words = words;
    }

    /** What it is, in the plural, for people. */
    String words() {
        return words;
    }
}
