package dev.gantry.ports.payload;

/**
 * How fast bytes may move. Whoever moves them takes each part before it moves it and waits its turn, on a timer and never
 * on an event loop's thread. Thread-safe; no call blocks.
 */
public interface Pace {

    /** As fast as they can. */
    Pace UNLIMITED = new Pace() {
        @Override
        public Turn take(long bytes) {
            return () -> 0;
        }

        @Override
        public long part() {
            return Long.MAX_VALUE;
        }
    };

    /** Takes so many bytes, for good: they count whether they are moved or not. Turns come in the order of taking. */
    Turn take(long bytes);

    /** How many bytes are to be taken at a time at the most, so that they move evenly. */
    long part();

    /** When what was taken may move. */
    interface Turn {

        /** How many nanoseconds it still is; 0 or less if it may. May grow and shrink while limits are changed. */
        long nanosLeft();
    }
}
