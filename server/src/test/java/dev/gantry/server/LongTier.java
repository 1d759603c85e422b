package dev.gantry.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * What {@code .ci/long} tells its tests, by system properties: gantry.long.seconds is how long a test may go on before it
 * comes to its end by itself, gantry.long.seed what its chance begins with, gantry.long.share the part of the full size,
 * gantry.long.figures the file that figures go to. A line in it that begins with "not reached:" is how a test says that
 * its time was up.
 */
final class LongTier {

    private static final long BEGUN = System.nanoTime();
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("gantry.long.seconds", 1800));
    private static final long SEED = Long.getLong("gantry.long.seed", System.currentTimeMillis());

    private static final List<String> UNREACHED = new ArrayList<>();

    private LongTier() {}

    static long seed() {
        return SEED;
    }

    /** Whether there is still that much time. */
    static boolean hasLeft(Duration needed) {
        return elapsed(BEGUN).plus(needed).compareTo(LIMIT) < 0;
    }

    static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** The full size, or less where there is no time for it. */
    static long scaled(long full) {
        return Math.max(1, Math.round(full * Double.parseDouble(System.getProperty("gantry.long.share", "1"))));
    }

    static String seconds(long since) {
        return "%.1f s".formatted(elapsed(since).toMillis() / 1000.0);
    }

    /** Notes what a test asked of itself, and whether it had the time for it. */
    static void note(boolean reached, String what) {
        if (!reached) {
            UNREACHED.add(what);
        }
    }

    /**
     * Ends a test that ran out of time: neither passed nor failed, but skipped, with a line that {@code .ci/long} lists
     * under what was not reached.
     */
    static void mustHaveReachedAll() throws IOException {
        if (!UNREACHED.isEmpty()) {
            String missed = String.join("; ", UNREACHED);
            UNREACHED.clear();
            figure("not reached: " + missed);
            throw new TestAbortedException("time is up: " + missed);
        }
    }

    /** Tells a figure, and keeps it where a file is named. */
    static void figure(String text) throws IOException {
        System.out.println("figure: " + text);
        String file = System.getProperty("gantry.long.figures", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), "* " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
