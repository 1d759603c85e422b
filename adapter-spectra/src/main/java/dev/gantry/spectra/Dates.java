package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.HttpDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates as they stand on the wire (docs/spectra-s3.md, Dates). */
final class Dates {

    private static final int LENGTH = 24;
    private static final String ZEROS = "0000";
    private static final int NANOS_OF_MILLI = 1_000_000;
    private static final int MOST_DIGITS_OF_SECONDS = 11;
    private static final int MOST_DIGITS = 14;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Dates() {}

    /** As documents have it: UTC with milliseconds. By hand, since a formatter costs more than all of a small answer's head. */
    static String format(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH);
        digits(text, utc.getYear(), 4).append('-');
        digits(text, utc.getMonthValue(), 2).append('-');
        digits(text, utc.getDayOfMonth(), 2).append('T');
        digits(text, utc.getHour(), 2).append(':');
        digits(text, utc.getMinute(), 2).append(':');
        digits(text, utc.getSecond(), 2).append('.');
        return digits(text, utc.getNano() / NANOS_OF_MILLI, 3).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.append(ZEROS, 0, Math.max(0, digits - plain.length())).append(plain);
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
