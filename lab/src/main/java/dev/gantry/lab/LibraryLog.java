package dev.gantry.lab;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.DurableWrites.Kind;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The events of a library in a file, a line each that ends in its own CRC32C (docs/lab.md, Files). What stands behind a
 * line that was cut off or damaged was never answered for, and is cut off. One thread at a time; blocks.
 */
final class LibraryLog implements AutoCloseable {

    private static final String HEADER = "gantry-library 1";
    private static final int SUM_LENGTH = 8;

    private final Path file;
    private final DurableWrites disk;
    private final LibraryLock lock;
    private FileChannel channel;

    LibraryLog(Path file, DurableWrites disk) {
        this(file, disk, new LibraryLock(file.resolveSibling(file.getFileName() + ".lock")));
    }

    private LibraryLog(Path file, DurableWrites disk, LibraryLock lock) {
        this.file = file;
        this.disk = disk;
        this.lock = lock;
    }

    /** Opens the file, making it if it is missing, and gives what it holds. Nobody else can open it from then on. */
    List<LibraryEvent> open() throws IOException {
        closeFile();
        disk.makeDirectories(file.toAbsolutePath().getParent());
        lock.take();
        boolean fresh = Files.notExists(file) || Files.size(file) == 0;
        List<LibraryEvent> events = new ArrayList<>();
        long valid = fresh ? 0 : read(events);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(valid).position(valid);
        if (valid == 0) {
            write(List.of(HEADER));
            disk.forceDirectory(file.toAbsolutePath().getParent());
        }
        return events;
    }

    /** Reads whole lines, and says how many bytes those are. */
    private long read(List<LibraryEvent> events) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        long valid = 0;
        for (int from = 0, to; (to = text.indexOf('\n', from)) >= 0; from = to + 1) {
            String line = checked(text.substring(from, to));
            if (line.isEmpty()) {
                break;
            }
            if (from > 0) {
                events.add(event(line));
            } else if (!line.equals(HEADER)) {
                throw new ProviderException.Rejected(
                        file + " is no log of a library that this version can read: it begins with " + line, null);
            }
            valid = to + 1;
        }
        return valid;
    }

    private LibraryEvent event(String line) {
        try {
            return EventLine.read(line);
        } catch (InvalidValueException e) {
            throw new ProviderException.Rejected(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String checked(String line) {
        int cut = line.length() - SUM_LENGTH - 1;
        return cut > 0 && line.substring(cut + 1).equals(sum(line.substring(0, cut))) ? line.substring(0, cut) : "";
    }

    private static String sum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%08x".formatted(crc.getValue());
    }

    /** Adds events; durable on return. */
    void append(List<LibraryEvent> events) {
        try {
            write(events.stream().map(EventLine::write).toList());
        } catch (IOException e) {
            throw new ProviderException.Unavailable("the log of the library cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(' ').append(sum(line)).append('\n'));
        ByteBuffer rest = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        disk.perform(Kind.FORCE, file, () -> channel.force(true));
    }

    /** Puts {@code events} in the place of all that is there, in one step. */
    void replace(List<LibraryEvent> events) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        LibraryLog other = new LibraryLog(fresh, disk, lock);
        try {
            other.open();
            other.append(events);
        } finally {
            other.closeFile();
        }
        channel.close();
        disk.rename(fresh, file);
        disk.forceDirectory(file.toAbsolutePath().getParent());
        open();
    }

    @Override
    public void close() throws IOException {
        closeFile();
        lock.close();
    }

    private void closeFile() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
