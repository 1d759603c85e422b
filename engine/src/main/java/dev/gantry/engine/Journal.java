package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Notes which blobs of one object are forced in a file beside it. One line a blob, each ending in its own CRC32C, behind
 * a first line that names the object; a line that was cut off or damaged counts as not written (docs/bulk-transfer.md).
 */
final class Journal {

    private static final Pattern LINE = Pattern.compile("(.*) ([0-9a-f]{8})");
    private static final Pattern BLOB = Pattern.compile("blob ([0-9]{1,18}) ([0-9]{1,18})");

    private static final String KIND = "gantry-journal 1 ";

    private final Path path;
    private final DurableWrites disk;
    private final String header;

    /** The journal at {@code path} for one state of one object of {@code length} bytes. */
    Journal(Path path, DurableWrites disk, ObjectId object, long length) {
        this.path = path;
        this.disk = disk;
        this.header = KIND + object + " " + length;
    }

    /** The blobs noted; none if there is no journal, or it is another object's. */
    Set<ByteRange> read() throws IOException {
        List<String> lines = lines(path);
        return lines.isEmpty() || !lines.get(0).equals(header) ? Set.of() : blobs(lines);
    }

    private static List<String> lines(Path path) throws IOException {
        return Files.notExists(path)
                ? List.of()
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(Journal::checked)
                        .flatMap(Optional::stream)
                        .toList();
    }

    private static Set<ByteRange> blobs(List<String> lines) {
        Set<ByteRange> blobs = new HashSet<>();
        for (String line : lines) {
            Matcher blob = BLOB.matcher(line);
            if (blob.matches()) {
                blobs.add(new ByteRange(Long.parseLong(blob.group(1)), Long.parseLong(blob.group(2))));
            }
        }
        return blobs;
    }

    private static Optional<String> checked(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() && sum(parts.group(1)).equals(parts.group(2))
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }

    private static String sum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%08x".formatted(crc.getValue());
    }

    /** Begins the journal anew, without a blob. */
    void begin() throws IOException {
        delete();
        append(header);
    }

    /** Notes a blob whose bytes are forced; durable on return. */
    synchronized void add(ByteRange blob) throws IOException {
        append("blob " + blob.offset() + " " + blob.length());
    }

    private void append(String text) throws IOException {
        byte[] line = ("\n" + text + " " + sum(text) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            disk.perform(DurableWrites.Kind.FORCE, path, () -> channel.force(true));
        }
    }

    void delete() throws IOException {
        disk.remove(path);
    }

    /** Removes what is at {@code path} if it is a journal, whichever object's. */
    static void deleteLeftover(Path path, DurableWrites disk) throws IOException {
        if (lines(path).stream()
                .findFirst()
                .filter(line -> line.startsWith(KIND))
                .isPresent()) {
            disk.remove(path);
        }
    }
}
