package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the headers of an answer tell of a content. */
record RemoteContent(Headers headers) {

    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d{1,18})");

    /** The length of the whole content, in bytes. */
    long length() {
        Optional<String> range = headers.first("Content-Range");
        if (range.isPresent()) {
            Matcher matcher = CONTENT_RANGE.matcher(range.get().strip());
            return matcher.matches() ? Long.parseLong(matcher.group(1)) : unusable("Content-Range", range.get());
        }
        String length = headers.first(WireNames.CONTENT_LENGTH).orElse("").strip();
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : unusable(WireNames.CONTENT_LENGTH, length);
    }

    private static long unusable(String field, String value) {
        throw new ProviderException.Unavailable("a DuraStore's answer has an unusable " + field + ": " + value, null);
    }

    /** The MD5 of the whole content, which both fields tell in hex. */
    Optional<Checksum> md5() {
        return headers.first(WireNames.CONTENT_MD5)
                .or(() -> headers.first("ETag"))
                .map(text -> text.replace("\"", "").strip())
                .filter(text -> MD5.matcher(text).matches())
                .map(hex -> new Checksum(ChecksumType.MD5, HexFormat.of().parseHex(hex)));
    }

    /** To the second. */
    Instant modified() {
        String date = headers.first("Last-Modified").orElse("").strip();
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** What tells this state from others where nothing better is known. */
    String state() {
        return md5().map(Checksum::toHex).or(() -> headers.first("ETag")).orElse(Long.toString(length())) + "@"
                + modified().getEpochSecond();
    }

    Optional<String> record() {
        return headers.first(WireNames.META_PREFIX + RemoteProperties.RECORD);
    }

    Metadata metadata() {
        try {
            return RemoteProperties.decode(headers);
        } catch (InvalidValueException e) {
            throw new ProviderException.Rejected("a content's properties cannot be kept: " + e.getMessage(), e);
        }
    }
}
