package dev.gantry.transport;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;

/** Dates as HTTP's header fields have them. */
public final class HttpDate {

    private HttpDate() {}

    /** In seconds, as {@code Sat, 21 Nov 2026 17:37:03 GMT}. */
    public static String format(Instant instant) {
        return DateFormatter.format(Date.from(instant));
    }
}
