package dev.gantry.ports.payload;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A range of an open file, so that the bytes can go out by sendfile. The channel may be shared with other slices: it is
 * read by position only, and closing the slice runs {@code onClose}, which alone decides whether the channel closes.
 */
public final class FileSlice extends Payload {

    private final Path path;
    private final FileChannel channel;
    private final long position;
    private final long length;
    private final Runnable onClose;

    /**
     * Leases {@code length} bytes of {@code channel} from {@code position} on, both in bytes.
     *
     * @param path what the file is called, for messages only
     */
    public FileSlice(Path path, FileChannel channel, long position, long length, Runnable onClose) {
        this.path = path;
        this.channel = channel;
        this.position = position;
        this.length = length;
        this.onClose = onClose;
    }

    public Path path() {
        return path;
    }

    public FileChannel channel() {
        return channel;
    }

    public long position() {
        return position;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public <T> T fold(
            Function<? super Buffers, ? extends T> buffers,
            Function<? super FileSlice, ? extends T> slice,
            Function<? super Streamed, ? extends T> streamed) {
        return slice.apply(this);
    }

    @Override
    void release() {
        onClose.run();
    }
}
