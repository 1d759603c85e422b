package dev.gantry.domain;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether bytes of an object can be read, and what it takes if not. */
public sealed interface Availability {

    /**
     * They can be read now.
     *
     * @param until when that ends unless it is renewed; empty where it does not end
     */
    record Online(Optional<Instant> until) implements Availability {
        public Online {
            Objects.requireNonNull(until, "until");
        }
    }

    /**
     * They are being brought online.
     *
     * @param on the medium or the storage class that they come from
     * @param since when that was asked for, where the store knows
     * @param readyAbout about when they can be read, where the store can tell
     * @param tier how fast they come, in the store's own word, where it knows several
     */
    record Staging(String on, Optional<Instant> since, Optional<Instant> readyAbout, Optional<String> tier)
            implements Availability {
        public Staging {
            Objects.requireNonNull(on, "on");
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(readyAbout, "readyAbout");
            Objects.requireNonNull(tier, "tier");
        }
    }

    /**
     * They can be read after staging, which nobody has asked for.
     *
     * @param on the medium or the storage class that they lie on
     */
    record Nearline(String on) implements Availability {
        public Nearline {
            Objects.requireNonNull(on, "on");
        }
    }

    /**
     * They cannot be read until somebody loads what they lie on.
     *
     * @param media those to be loaded, at least one, in order and each once
     */
    record Offline(List<Medium> media) implements Availability {
        public Offline {
            media = media.stream().distinct().sorted().toList();
            if (media.isEmpty()) {
                throw new InvalidValueException("what is offline lies on a medium");
            }
        }
    }
}
