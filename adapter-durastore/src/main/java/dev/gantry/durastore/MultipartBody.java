package dev.gantry.durastore;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text in a multipart body (RFC 2046): of its first part that is a file, else of its first. */
final class MultipartBody {

    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))");
    private static final String BLANK_LINE = "\r\n\r\n";

    private MultipartBody() {}

    /** {@code body} itself if {@code type} is not multipart; 500, as DuraStore has it, if it is and cannot be read. */
    static String text(Optional<String> type, String body) {
        if (type.filter(t -> t.regionMatches(true, 0, "multipart/", 0, 10)).isEmpty()) {
            return body;
        }
        Matcher boundary = BOUNDARY.matcher(type.get());
        if (!boundary.find()) {
            throw unreadable("its Content-Type names no boundary");
        }
        return text(body, "--" + Optional.ofNullable(boundary.group(1)).orElseGet(() -> boundary.group(2)));
    }

    private static String text(String body, String delimiter) {
        Optional<String> first = Optional.empty();
        int start = body.indexOf(delimiter);
        while (start >= 0) {
            int head = start + delimiter.length();
            int end = body.indexOf("\r\n" + delimiter, head);
            int blank = body.indexOf(BLANK_LINE, head);
            if (end < 0 || blank < 0 || blank > end) {
                break;
            }
            String content = body.substring(Math.min(blank + BLANK_LINE.length(), end), end);
            if (body.substring(head, blank).contains("filename=")) {
                return content;
            }
            first = first.or(() -> Optional.of(content));
            start = end + 2;
        }
        return first.orElseThrow(() -> unreadable("it has no part between its boundaries"));
    }

    private static Refusal unreadable(String why) {
        return new Refusal(500, "the multipart body of the task cannot be read: " + why);
    }
}
