package dev.gantry.file;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/** A bucket's record as lines of text, so that a person can read it (docs/adapter-file.md, Layout). */
final class BucketFile {

    private static final String FORMAT = "1";

    private BucketFile() {}

    static byte[] encode(BucketRecord bucket) {
        return String.join(
                        "\n",
                        "format=" + FORMAT,
                        "id=" + bucket.id(),
                        "name=" + bucket.name(),
                        "created=" + bucket.created(),
                        "owner=" + bucket.owner(),
                        "replace=" + bucket.replace(),
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the record; empty if there is no such file. */
    static Optional<BucketRecord> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(text));
        } catch (RuntimeException e) {
            throw new DamagedFileException(file, e);
        }
    }

    private static BucketRecord decode(String text) throws IOException {
        Properties lines = new Properties();
        lines.load(new StringReader(text));
        if (!FORMAT.equals(lines.getProperty("format"))) {
            throw new IllegalArgumentException("its format is " + lines.getProperty("format") + ", not " + FORMAT);
        }
        return new BucketRecord(
                BucketId.parse(lines.getProperty("id")),
                new BucketName(lines.getProperty("name")),
                Instant.parse(lines.getProperty("created")),
                UserId.parse(lines.getProperty("owner")),
                Boolean.parseBoolean(lines.getProperty("replace")));
    }
}
