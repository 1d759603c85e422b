package dev.gantry.s3;

import dev.gantry.domain.Metadata;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object's metadata in the fields that S3 keeps (docs/s3.md, Metadata): as it is where S3 gives it back so, else as one
 * encoded word of RFC 2047.
 */
final class MetadataHeaders {

    static final String PREFIX = "x-amz-meta-";

    /** The fields that are ours begin so, and nobody else's may. */
    static final String OWN = "gantry-s3-";

    /** All names and values together, in bytes. */
    private static final int MOST = 2048;

    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern PLAIN = Pattern.compile("[!-~]+( [!-~]+)*");
    private static final Pattern ENCODED = Pattern.compile("=\\?UTF-8\\?([BbQq])\\?([^?]*)\\?=");

    private MetadataHeaders() {}

    /** Adds the user's fields to {@code own}, and all to the call; Rejected if S3 would not take them. */
    static void write(Metadata metadata, Map<String, String> own, S3Call call) {
        Map<String, String> fields = new LinkedHashMap<>(own);
        metadata.values().forEach((name, value) -> {
            requireName(name);
            fields.put(name, encode(value));
        });
        int bytes = fields.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
        if (bytes > MOST) {
            throw new ProviderException.Rejected(
                    "the object's metadata takes " + bytes + " bytes in S3, which keeps at most " + MOST, null);
        }
        fields.forEach((name, value) -> call.header(PREFIX + name, value));
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith(OWN)) {
            throw new ProviderException.Rejected(
                    "S3 cannot keep metadata called " + name + ": names are made of letters, digits and -, and " + OWN
                            + " is the store's own",
                    null);
        }
    }

    private static String encode(String value) {
        boolean plain = PLAIN.matcher(value).matches() && !value.startsWith("=?");
        return plain
                ? value
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** The user's fields. */
    static Metadata read(Headers headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.startingWith(PREFIX).forEach(field -> {
            String name = field.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
            if (!name.startsWith(OWN)) {
                values.put(name, decode(field.value()));
            }
        });
        return new Metadata(values);
    }

    private static String decode(String value) {
        Matcher word = ENCODED.matcher(value);
        StringBuilder decoded = new StringBuilder();
        int end = 0;
        while (word.find() && value.substring(end, word.start()).isBlank()) {
            decoded.append(decode(word.group(1), word.group(2)));
            end = word.end();
        }
        return end == value.length() && end > 0 ? decoded.toString() : value;
    }

    private static String decode(String encoding, String text) {
        return encoding.equalsIgnoreCase("B") ? base64(text) : quoted(text);
    }

    private static String base64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String quoted(String text) {
        byte[] bytes = new byte[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '=' && i + 2 < text.length();
            int octet =
                    escape ? Character.digit(text.charAt(i + 1), 16) * 16 + Character.digit(text.charAt(i + 2), 16) : c;
            bytes[count++] = (byte) (c == '_' ? ' ' : octet);
            i += escape ? 2 : 0;
        }
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }
}
