package dev.gantry.file;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** An object's open file: data, trailer, footer. Whoever opened it closes it. */
final class ObjectFile implements AutoCloseable {

    /** Read at once from the file's end, in bytes: footer and, mostly, trailer. */
    private static final int TAIL = 512;

    /** A file so short, in bytes, is read whole with its end: that costs less than a second look. */
    private static final int SHORT = 4 << 10;

    private static final Set<StandardOpenOption> FOR_READING = Set.of(StandardOpenOption.READ);

    private final Path path;
    private final FileChannel channel;
    private final Footer footer;
    private final VersionToken token;
    private final byte[] tail;

    private ObjectFile(Path path, FileChannel channel, Footer footer, byte[] tail) {
        this.path = path;
        this.channel = channel;
        this.footer = footer;
        this.token = new VersionToken(footer.id().toString());
        this.tail = tail;
    }

    /** Opens the file and reads its footer; empty if there is no such file. */
    static Optional<ObjectFile> open(Path path) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, FOR_READING);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(path, channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What the file at {@code path} says of the object; empty if there is no such file. */
    static Optional<StoredObject> describe(ObjectKey key, Path path) throws IOException {
        Optional<ObjectFile> file = open(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectFile opened = file.get()) {
            return Optional.of(opened.describe(key));
        }
    }

    /** Writes trailer and footer behind the data, and cuts off what stands behind them. */
    static void seal(FileChannel channel, ObjectId id, Trailer trailer) throws IOException {
        long length = trailer.record().layout().objectLength();
        ByteBuffer bytes = ByteBuffer.wrap(trailer.encode());
        Footer footer = new Footer(id, length, bytes.remaining(), Footer.crc(bytes));
        writeFully(channel, bytes, length);
        writeFully(channel, footer.encode(), length + footer.trailerLength());
        channel.truncate(length + footer.trailerLength() + Footer.SIZE);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static ObjectFile read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        int end = (int) Math.min(size, size <= SHORT ? SHORT : TAIL);
        byte[] tail = read(channel, size - end, end);
        int footer = Math.max(0, tail.length - Footer.SIZE);
        return new ObjectFile(
                path,
                channel,
                Footer.decode(ByteBuffer.wrap(tail).slice(footer, tail.length - footer), path, size),
                tail);
    }

    /** Fewer bytes if the file ends before. */
    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            // goes on behind what was read
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    ObjectId id() {
        return footer.id();
    }

    /** Names the state of the object that the file holds. */
    VersionToken token() {
        return token;
    }

    /** The data's length, in bytes. */
    long length() {
        return footer.length();
    }

    /** In bytes. */
    int trailerLength() {
        return footer.trailerLength();
    }

    /** The open file; its data begins at 0. */
    FileChannel channel() {
        return channel;
    }

    /** Data that was read when the file was opened; it stays when the file is closed. */
    Optional<ByteBuffer> known(ByteRange range) {
        boolean whole = tail.length == length() + trailerLength() + Footer.SIZE;
        return whole
                ? Optional.of(ByteBuffer.wrap(tail, Math.toIntExact(range.offset()), Math.toIntExact(range.length()))
                        .asReadOnlyBuffer())
                : Optional.empty();
    }

    StoredObject describe(ObjectKey key) throws IOException {
        byte[] bytes = trailer();
        if (bytes.length != footer.trailerLength() || Footer.crc(ByteBuffer.wrap(bytes)) != footer.trailerCrc()) {
            throw new DamagedFileException(path, "its trailer has the wrong checksum");
        }
        return stored(key, decode(bytes));
    }

    private byte[] trailer() throws IOException {
        int begin = tail.length - Footer.SIZE - footer.trailerLength();
        return begin < 0
                ? read(channel, footer.length(), footer.trailerLength())
                : Arrays.copyOfRange(tail, begin, tail.length - Footer.SIZE);
    }

    private Trailer decode(byte[] bytes) throws IOException {
        try {
            return Trailer.decode(bytes, footer.id(), footer.length());
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(path, e);
        }
    }

    static StoredObject stored(ObjectKey key, Trailer trailer) {
        return new StoredObject(
                key,
                new VersionToken(trailer.record().id().toString()),
                trailer.record().layout().objectLength(),
                trailer.modified(),
                trailer.metadata(),
                Optional.of(trailer.record()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
