package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads and writes the protocol's plain values. What cannot be read is refused with {@link InvalidValueException}. */
final class RemoteValues {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern PRINTABLE = Pattern.compile("|[!-~]|[!-~][ -~\t]*[!-~]");

    private RemoteValues() {}

    /** A number of things or bytes. */
    static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidValueException(name + " is no number: " + text, e);
        }
        throw new InvalidValueException(name + " is negative: " + text);
    }

    /** A time with its zone. */
    static Instant time(String name, String text) {
        try {
            return ZonedDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidValueException(name + " is no time: " + text, e);
        }
    }

    /** One of the names of {@code type}. */
    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(text + " is no " + type.getSimpleName(), e);
        }
    }

    /** Refuses what HTTP would not carry as it is: a client that means it can percent-encode it. */
    static void demandHeader(String name, String value) {
        if (!TOKEN.matcher(name).matches() || !PRINTABLE.matcher(value).matches()) {
            throw new InvalidValueException("no header can carry the metadata " + name + "=" + value
                    + " as it is: names are tokens, values printable ASCII without spaces at their ends;"
                    + " percent-encode it");
        }
    }

    /** The Date header, as the vendor's SDK writes it. */
    static String date(Instant at) {
        return HTTP_DATE.format(at.atOffset(ZoneOffset.UTC));
    }
}
