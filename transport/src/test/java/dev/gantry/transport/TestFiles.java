package dev.gantry.transport;

import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.FileSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Files with content that gives itself away when bytes move. */
final class TestFiles {

    private TestFiles() {}

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Path file(Path directory, byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "content", ".bin"), bytes);
    }

    /** A slice that closes its channel. */
    static FileSlice slice(Path file, long position, long length) {
        FileChannel channel = open(file, StandardOpenOption.READ);
        return new FileSlice(file, channel, position, length, () -> close(channel));
    }

    static FileRange range(Path file, long position, long length) {
        return new FileRange(open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE), position, length);
    }

    static FileChannel open(Path file, StandardOpenOption... options) {
        try {
            return FileChannel.open(file, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
