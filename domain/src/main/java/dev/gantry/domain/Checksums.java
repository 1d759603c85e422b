package dev.gantry.domain;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checksums known of one run of bytes, at most one of each type. Immutable. */
public final class Checksums {

    private static final Checksums NONE = new Checksums(new EnumMap<>(ChecksumType.class));

    private final Map<ChecksumType, Checksum> values;

    private Checksums(EnumMap<ChecksumType, Checksum> values) {
        this.values = values;
    }

    public static Checksums none() {
        return NONE;
    }

    public static Checksums of(Checksum... checksums) {
        return of(List.of(checksums));
    }

    /** Of two values of one type the later one stays. */
    public static Checksums of(Collection<Checksum> checksums) {
        EnumMap<ChecksumType, Checksum> values = new EnumMap<>(ChecksumType.class);
        checksums.forEach(c -> values.put(c.type(), c));
        return values.isEmpty() ? NONE : new Checksums(values);
    }

    public Optional<Checksum> find(ChecksumType type) {
        return Optional.ofNullable(values.get(type));
    }

    /** All values, in the order of their types. */
    public Collection<Checksum> all() {
        return List.copyOf(values.values());
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The first of {@code expected} that this set has with another value; a type known to one side only agrees. */
    public Optional<Checksum> firstDisagreement(Checksums expected) {
        return expected.values.values().stream()
                .filter(c ->
                        values.containsKey(c.type()) && !values.get(c.type()).equals(c))
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksums that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.values().toString();
    }
}
