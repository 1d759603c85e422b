package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a bucket is called in S3, whose names are fewer (docs/s3.md, Names of buckets): the prefix and the name itself
 * where S3 takes that, else {@value #ESCAPED} and the name with {@code z} and two hexadecimal digits for whatever is no
 * small letter or digit, and for {@code z}.
 */
final class BucketNames {

    private static final String ESCAPED = "g--";
    private static final char ESCAPE = 'z';
    private static final int LONGEST = 63;

    /** Without the suffixes that S3 keeps to itself. */
    private static final Pattern LEGAL =
            Pattern.compile("(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)$)"
                    + "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final String prefix;

    BucketNames(String prefix) {
        this.prefix = prefix;
    }

    /** The name in S3; Rejected if it would be too long. */
    String inS3(BucketName name) {
        String plain = prefix + name.value();
        if (LEGAL.matcher(plain).matches() && !name.value().startsWith(ESCAPED)) {
            return plain;
        }
        String escaped = prefix + ESCAPED + escape(name.value());
        if (escaped.length() > LONGEST) {
            throw new ProviderException.Rejected(
                    "the bucket " + name + " would be called " + escaped + " in S3, which takes at most " + LONGEST
                            + " characters; choose a shorter name, or one of small letters, digits and hyphens",
                    null);
        }
        return escaped;
    }

    /** The bucket that is called so in S3, if it can be one of this account's. */
    Optional<BucketName> fromS3(String inS3) {
        if (!inS3.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = inS3.substring(prefix.length());
        try {
            BucketName name =
                    new BucketName(rest.startsWith(ESCAPED) ? unescape(rest.substring(ESCAPED.length())) : rest);
            return inS3(name).equals(inS3) ? Optional.of(name) : Optional.empty();
        } catch (InvalidValueException | ProviderException e) {
            return Optional.empty();
        }
    }

    private static String escape(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'y') || (c >= '0' && c <= '9');
            out.append(plain ? String.valueOf(c) : "%c%02x".formatted(ESCAPE, (int) c));
        }
        return out.toString();
    }

    private static String unescape(String escaped) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == ESCAPE && i + 2 < escaped.length()) {
                out.append((char) octet(escaped.substring(i + 1, i + 3)));
                i += 2;
            } else {
                out.append(escaped.charAt(i));
            }
        }
        return out.toString();
    }

    private static int octet(String digits) {
        int high = Character.digit(digits.charAt(0), 16);
        int low = Character.digit(digits.charAt(1), 16);
        return high < 0 || low < 0 ? 0 : high * 16 + low;
    }
}
