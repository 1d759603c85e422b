package dev.gantry.s3;

import dev.gantry.domain.VersionToken;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A state of an object as the version token names it: the entity tag and the length, so that a read knows without asking
 * whether it wants all of it (docs/s3.md, States).
 *
 * @param tag without its quotes
 * @param length in bytes
 */
record StateToken(String tag, long length) {

    private static final Pattern FORM = Pattern.compile("(.+)/(\\d{1,18})");

    static Optional<StateToken> parse(VersionToken token) {
        Matcher matcher = FORM.matcher(token.value());
        return matcher.matches()
                ? Optional.of(new StateToken(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Takes the quotes off the value of an ETag. */
    static String unquote(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
                ? strong.substring(1, strong.length() - 1)
                : strong;
    }

    /** Whether the object was put together of parts: its tag is a digest of theirs, and their number. */
    boolean isOfParts() {
        return tag.indexOf('-') >= 0;
    }

    /** As conditions are written. */
    String quoted() {
        return "\"" + tag + "\"";
    }

    VersionToken token() {
        return new VersionToken(tag + "/" + length);
    }
}
