package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one tracked task, for as long as its history is kept. */
public record TaskId(UUID value) implements Comparable<TaskId> {

    public TaskId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static TaskId parse(String text) {
        return new TaskId(Uuids.parse(text));
    }

    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
