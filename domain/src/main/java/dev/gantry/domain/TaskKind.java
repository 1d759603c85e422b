package dev.gantry.domain;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A task that a store offers.
 *
 * @param name 1 to 64 of {@code a-z 0-9 -}, compared exactly
 * @param repeatable whether running it twice leaves what running it once would: only then it is tried again after a
 *     failure that passes, or after a crash
 * @param role who may run it, at least
 */
public record TaskKind(String name, boolean repeatable, Role role) {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9-]{1,64}");

    public TaskKind {
        Objects.requireNonNull(role, "role");
        if (name == null || !LEGAL.matcher(name).matches()) {
            throw new InvalidValueException("a task is named by 1 to 64 of a-z 0-9 -, not: " + name);
        }
    }
}
