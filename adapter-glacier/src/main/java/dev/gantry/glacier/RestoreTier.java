package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How fast a restore is, the fastest first. */
enum RestoreTier {
    EXPEDITED,
    STANDARD,
    BULK;

    /** As S3 writes it, as {@code Standard}. */
    String wireName() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(RestoreTier::wireName).toList();
    }

    /** Takes S3's name in any case; refuses others with {@link InvalidValueException}. */
    static RestoreTier of(String name) {
        return Arrays.stream(values())
                .filter(tier -> tier.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidValueException("there is no tier " + name + "; tiers are " + wireNames()));
    }

    boolean isFasterThan(RestoreTier other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return wireName();
    }
}
