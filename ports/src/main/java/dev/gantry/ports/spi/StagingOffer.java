package dev.gantry.ports.spi;

import dev.gantry.domain.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a store that stages is like.
 *
 * @param charged whether somebody pays for each request, so that none is made but by somebody's express wish
 * @param tiers the speeds that can be asked for, in the store's own words, the fastest first; empty where there is one
 * @param pace how soon after a request it is worth asking how far it is
 * @param keep for how long to ask when nobody says; a copy that is still needed is renewed
 * @param room how many bytes can be online at once; empty where that is no matter
 * @param drives how many media it can read at once, which it does in the order in which it is asked; empty where it has no
 *     media, or does not tell
 */
public record StagingOffer(
        boolean charged, List<String> tiers, Duration pace, Duration keep, OptionalLong room, OptionalInt drives) {

    public StagingOffer {
        tiers = List.copyOf(tiers);
        if (pace.isNegative() || pace.isZero() || keep.isNegative() || keep.isZero()) {
            throw new InvalidValueException("pace " + pace + " and keep " + keep + " are more than nothing");
        }
        if (drives.isPresent() && drives.getAsInt() < 1) {
            throw new InvalidValueException("a store that has drives has one at least");
        }
    }

    /** That of a store without drives, or whose drives are no matter of others. */
    public StagingOffer(boolean charged, List<String> tiers, Duration pace, Duration keep, OptionalLong room) {
        this(charged, tiers, pace, keep, room, OptionalInt.empty());
    }
}
