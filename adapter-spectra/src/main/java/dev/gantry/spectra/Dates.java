package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.HttpDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates as they stand on the wire (docs/spectra-s3.md, Dates). */
final class Dates {

    private static final DateTimeFormatter DOCUMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_DIGITS_OF_SECONDS = 11;
    private static final int MOST_DIGITS = 14;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Dates() {}

    /** As documents have it: UTC with milliseconds. */
    static String format(Instant instant) {
        return DOCUMENT.format(instant);
    }

    /** As the Last-Modified header has it. */
    static String header(Instant instant) {
        return HttpDate.format(instant);
    }

    /** Reads a Date header with any numeric zone; empty if it is none. */
    static Optional<Instant> parseHeader(String text) {
        try {
            String numeric = text.strip().replaceFirst(" (UTC|Z|-0000)$", " GMT");
            return Optional.of(OffsetDateTime.parse(numeric, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant number(String digits) {
        long number = Long.parseLong(digits);
        return digits.length() <= MOST_DIGITS_OF_SECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    private static Instant date(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw new DateTimeException("beyond the years that documents can hold");
        }
        return instant;
    }

    /** Reads what clients send as {@code created_at}: an ISO date, seconds, or from 12 digits on milliseconds. */
    static Instant parseParameter(String text) {
        try {
            return isNumber(text) ? number(text) : date(text);
        } catch (DateTimeException e) {
            throw new InvalidValueException(
                    "not a date: " + text + "; give 2026-11-21T12:00:00.000Z, or seconds or milliseconds since 1970",
                    e);
        }
    }
}
