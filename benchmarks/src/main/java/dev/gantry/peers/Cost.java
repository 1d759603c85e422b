package dev.gantry.peers;

/**
 * Processor time.
 *
 * @param seconds all of it
 * @param compiling seconds of these that the JVM's compilers took; 0 where there is none, or it is not known
 */
record Cost(double seconds, double compiling) {

    static final Cost NONE = new Cost(0, 0);

    static Cost of(double seconds) {
        return new Cost(seconds, 0);
    }

    Cost plus(Cost other) {
        return new Cost(seconds + other.seconds, compiling + other.compiling);
    }

    /** What came since {@code earlier}; compilers that have ended since then are not missed. */
    Cost since(Cost earlier) {
        return new Cost(seconds - earlier.seconds, Math.max(0, compiling - earlier.compiling));
    }

    /** The compilers' part, 0 to 1. */
    double compilersShare() {
        return seconds > 0 ? compiling / seconds : 0;
    }
}
