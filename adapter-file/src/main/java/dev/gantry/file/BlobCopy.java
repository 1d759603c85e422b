package dev.gantry.file;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Copies bytes at hand into a file, computing their checksums in the same pass. */
final class BlobCopy {

    /** The size of a piece, in bytes. */
    private static final int PIECE = 256 * 1024;

    private final BlockingQueue<ByteBuffer> pool = new ArrayBlockingQueue<>(32);

    Written copy(Buffers payload, FileChannel to, ByteRange range, Set<ChecksumType> types) throws IOException {
        Digests digests = new Digests(types);
        long at = range.offset();
        for (ByteBuffer view : payload.views()) {
            // in pieces, since Java copies heap buffers to direct ones of their size and keeps those
            for (int from = 0; from < view.limit(); from += PIECE) {
                ByteBuffer piece = view.slice(from, Math.min(PIECE, view.limit() - from));
                at = write(piece, to, at, digests);
            }
        }
        return new Written(at - range.offset(), digests.finish());
    }

    Written copy(FileSlice payload, FileChannel to, ByteRange range, Set<ChecksumType> types) throws IOException {
        ByteBuffer buffer = take();
        try {
            return copy(payload, buffer, to, range, new Digests(types));
        } finally {
            pool.offer(buffer);
        }
    }

    private static Written copy(FileSlice from, ByteBuffer buffer, FileChannel to, ByteRange range, Digests digests)
            throws IOException {
        long done = 0;
        while (done < range.length()) {
            buffer.clear().limit((int) Math.min(PIECE, range.length() - done));
            if (from.channel().read(buffer, from.position() + done) < 0) {
                throw new TruncatedException(range.length(), done);
            }
            done = write(buffer.flip(), to, range.offset() + done, digests) - range.offset();
        }
        return new Written(done, digests.finish());
    }

    private static long write(ByteBuffer piece, FileChannel to, long position, Digests digests) throws IOException {
        digests.update(piece);
        int length = piece.remaining();
        ObjectFile.writeFully(to, piece, position);
        return position + length;
    }

    private ByteBuffer take() {
        ByteBuffer free = pool.poll();
        return free == null ? ByteBuffer.allocateDirect(PIECE) : free;
    }
}
