package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Reads and writes ranges of local files. */
final class TreeBytes {

    /** What receives bytes in order; {@code at} counts from the beginning of the range. */
    interface Sink {
        void accept(ByteBuffer bytes, long at) throws IOException;
    }

    private static final int BUFFER = 256 * 1024;

    private TreeBytes() {}

    static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** The checksums of a range; {@link TruncatedException} if the file ends before it does. */
    static Checksums digest(FileChannel channel, ByteRange range, Set<ChecksumType> types) throws IOException {
        Digests digests = new Digests(types);
        read(channel, range, (bytes, at) -> digests.update(bytes));
        return digests.finish();
    }

    static void read(FileChannel channel, ByteRange range, Sink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, range.length()));
        long done = 0;
        while (done < range.length()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), range.length() - done));
            int count = channel.read(buffer, range.offset() + done);
            if (count < 0) {
                throw new TruncatedException(range.length(), done);
            }
            sink.accept(buffer.flip(), done);
            done += count;
        }
    }

    /** Writes a payload to its place in a file; what the lengths say is left to the caller. The payload stays open. */
    static Written write(Payload payload, FileChannel to, ByteRange place, Set<ChecksumType> types)
            throws IOException, InterruptedException {
        if (payload.length() != Streamed.UNKNOWN && payload.length() != place.length()) {
            throw new TruncatedException(place.length(), payload.length());
        }
        Writing writing = payload.<Writing>fold(
                buffers -> () -> write(buffers, to, place, types),
                slice -> () -> write(slice, to, place, types),
                streamed -> () -> TransferCalls.await(
                        streamed.source().writeTo(new FileRange(to, place.offset(), place.length()), types)));
        return writing.run();
    }

    private interface Writing {
        Written run() throws IOException, InterruptedException;
    }

    private static Written write(Buffers from, FileChannel to, ByteRange place, Set<ChecksumType> types)
            throws IOException {
        Digests digests = new Digests(types);
        long done = 0;
        for (ByteBuffer view : from.views()) {
            long size = view.remaining();
            digests.update(view);
            write(view, to, place.offset() + done);
            done += size;
        }
        return new Written(done, digests.finish());
    }

    private static Written write(FileSlice from, FileChannel to, ByteRange place, Set<ChecksumType> types)
            throws IOException {
        Digests digests = new Digests(types);
        read(from.channel(), new ByteRange(from.position(), from.length()), (bytes, at) -> {
            digests.update(bytes);
            write(bytes, to, place.offset() + at);
        });
        return new Written(from.length(), digests.finish());
    }

    private static void write(ByteBuffer bytes, FileChannel to, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += to.write(bytes, at);
        }
    }
}
