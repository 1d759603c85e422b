package dev.gantry.transport;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as HTTP's header fields have them. */
public final class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** In seconds, as {@code Sat, 21 Nov 2026 17:37:03 GMT}. */
    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }
}
