package dev.gantry.lab.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A body in the frames of {@code aws-chunked}, with its trailing header fields. */
record FramedBody(byte[] bytes, Map<String, String> trailers) {

    static FramedBody read(byte[] framed) {
        return new Reader(framed).read();
    }

    Optional<String> trailer(String name) {
        return Optional.ofNullable(trailers.get(name));
    }

    private static final class Reader {

        private final byte[] framed;
        private int at;

        Reader(byte[] framed) {
            this.framed = framed;
        }

        FramedBody read() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                for (int size = size(); size > 0; size = size()) {
                    bytes.write(framed, at, size);
                    at += size;
                    line();
                }
                return new FramedBody(bytes.toByteArray(), trailers());
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new S3Refusal(400, "IncompleteBody", "The body is not framed as it says: " + e.getMessage());
            }
        }

        private int size() {
            String line = line();
            int extension = line.indexOf(';');
            return Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
        }

        private Map<String, String> trailers() {
            Map<String, String> fields = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                fields.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return fields;
        }

        private String line() {
            int end = at;
            while (framed[end] != '\r' || framed[end + 1] != '\n') {
                end++;
            }
            String line = new String(framed, at, end - at, StandardCharsets.ISO_8859_1);
            at = end + 2;
            return line;
        }
    }
}
