package dev.gantry.domain;

import java.util.Optional;

/** Whether a job was cut down to what had come by then, and by whom. */
public enum Truncation {
    NONE(Optional.empty()),
    BY_CLIENT(Optional.of("truncated")),
    BY_TIMEOUT(Optional.of("truncated: its client was silent for too long"));

    private final Optional<String> reason;

    Truncation(Optional<String> reason) {
        this.reason = reason;
    }

    /** What a truncated job says at its end. */
    public Optional<String> reason() {
        return reason;
    }
}
