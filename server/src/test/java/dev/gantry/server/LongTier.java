package dev.gantry.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What {@code .ci/long} tells its tests, by system properties: gantry.long.seconds is how long a test may go on before it
 * comes to its end by itself, gantry.long.seed what its chance begins with, gantry.long.share the part of the full size,
 * gantry.long.figures the file that figures go to.
 */
final class LongTier {

    private static final long BEGUN = System.nanoTime();
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("gantry.long.seconds", 1800));
    private static final long SEED = Long.getLong("gantry.long.seed", System.currentTimeMillis());

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

    /** Tells a figure, and keeps it where a file is named. */
    static void figure(String text) throws IOException {
        System.out.println("figure: " + text);
        String file = System.getProperty("gantry.long.figures", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), "* " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
