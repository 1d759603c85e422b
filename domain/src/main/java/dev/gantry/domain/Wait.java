package dev.gantry.domain;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a chunk does not move. Each has a name and facts for machines, which {@link WaitFacts} reads again, and a sentence
 * for people in {@link Object#toString} (docs/waits.md).
 */
public sealed interface Wait {

    /** The name of the reason, as machines know it. */
    String reason();

    /** What belongs to the reason, by name: numbers in decimal digits, times as ISO 8601. */
    Map<String, String> facts();

    /**
     * Others are granted first.
     *
     * @param grants how many of the store, if nobody comes or goes
     * @param priority the job's
     */
    record Behind(long grants, Priority priority) implements Wait {
        static final String REASON = "behind";

        public Behind {
            if (grants < 0) {
                throw new InvalidValueException("nobody is behind " + grants + " grants");
            }
        }

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("grants", Long.toString(grants), "priority", priority.name());
        }

        @Override
        public String toString() {
            return grants == 0
                    ? "next at priority " + priority + ", as soon as a slot is free"
                    : "behind " + grants + " grants at priority " + priority;
        }
    }

    /**
     * Its bytes are being brought online.
     *
     * @param on the medium or the storage class that they come from
     * @param since when that was asked for, where the store knows
     */
    record Staging(String on, Optional<Instant> since) implements Wait {
        static final String REASON = "staging";

        public Staging {
            Objects.requireNonNull(on, "on");
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>(WaitFacts.of("on", on));
            since.ifPresent(time -> facts.put("since", time.toString()));
            return facts;
        }

        @Override
        public String toString() {
            return "staging from " + on + since.map(time -> " since " + time).orElse("");
        }
    }

    /** Its bytes cannot be read until somebody loads these media, one at least. */
    record Offline(List<String> media) implements Wait {
        static final String REASON = "offline";

        public Offline {
            media = List.copyOf(media);
            if (media.isEmpty()) {
                throw new InvalidValueException("what is offline lies on a medium");
            }
        }

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("media", String.join(",", media));
        }

        @Override
        public String toString() {
            return "offline: load " + String.join(", ", media);
        }
    }

    /** Its store has failed so often that it is left alone for a moment. */
    record BreakerOpen(StoreId store) implements Wait {
        static final String REASON = "breaker_open";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("store", store.value());
        }

        @Override
        public String toString() {
            return "store " + store + " has failed too often and is left alone for a while";
        }
    }

    /** Its store could not do the work and will be asked again. */
    record StoreFailed(StoreId store) implements Wait {
        static final String REASON = "store_failed";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("store", store.value());
        }

        @Override
        public String toString() {
            return "store " + store + " could not be worked with and will be asked again";
        }
    }

    /** Its store has less room than it must keep free; both in bytes. */
    record StoreFull(StoreId store, long free, long floor) implements Wait {
        static final String REASON = "store_full";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of(
                    "store", store.value(), "free_bytes", Long.toString(free), "floor_bytes", Long.toString(floor));
        }

        @Override
        public String toString() {
            return "store " + store + " has " + free + " bytes free, below its floor of " + floor
                    + "; make room and the job goes on";
        }
    }

    /** What is allowed is used up. */
    record UsedUp(Permit permit, String of) implements Wait {
        static final String REASON = "used_up";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("permit", permit.name(), "of", of);
        }

        @Override
        public String toString() {
            return "the " + permit.words() + " of " + of + " are used up";
        }
    }

    /**
     * Its client is to act.
     *
     * @param since the last sign of life of the job's client
     * @param granted whether the chunk is granted, so that the client may come for it; else the job competes again from
     *     its client's next request on
     */
    record ClientIdle(Instant since, boolean granted) implements Wait {
        static final String REASON = "client_idle";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("since", since.toString(), "granted", Boolean.toString(granted));
        }

        @Override
        public String toString() {
            return granted
                    ? "granted, but its client does not move it; last heard of at " + since
                    : "its client was last heard of at " + since + "; the job goes on with its next request";
        }
    }

    /**
     * Chunks of its own job come first, of which only so many may be granted and unfinished at one time.
     *
     * @param before how many that are not finished come before it
     * @param most how many may be granted and not finished
     */
    record Unfinished(int before, int most) implements Wait {
        static final String REASON = "unfinished";

        @Override
        public String reason() {
            return REASON;
        }

        @Override
        public Map<String, String> facts() {
            return WaitFacts.of("before", Integer.toString(before), "most", Integer.toString(most));
        }

        @Override
        public String toString() {
            return "behind " + before + " chunks of its job, of which " + most + " may be worked on at a time";
        }
    }
}
