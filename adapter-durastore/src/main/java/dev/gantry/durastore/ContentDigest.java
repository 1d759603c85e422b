package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.transport.BlockingBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Computes the MD5 of a whole content by reading it, on a thread that may wait. */
final class ContentDigest {

    private static final int PIECE = 64 << 10;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Gateway gateway;

    ContentDigest(Gateway gateway) {
        this.gateway = gateway;
    }

    Checksum md5(ObjectInfo object) throws IOException {
        Digests digests = new Digests(Set.of(ChecksumType.MD5));
        try (Blobs.Read read = gateway.blobs()
                .get(new Blobs.Download(ContentOperations.whole(object.key()), List.of()))
                .toCompletableFuture()
                .join()) {
            for (Payload payload : read.payloads()) {
                payload.<Boolean>fold(
                        buffers -> update(buffers, digests),
                        slice -> update(slice, digests),
                        streamed -> update(streamed, digests));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        return digests.finish().find(ChecksumType.MD5).orElseThrow();
    }

    private static boolean update(Buffers buffers, Digests digests) {
        buffers.views().forEach(digests::update);
        return true;
    }

    private static boolean update(FileSlice slice, Digests digests) {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        try {
            for (long done = 0; done < slice.length(); ) {
                piece.clear().limit((int) Math.min(PIECE, slice.length() - done));
                int count = slice.channel().read(piece, slice.position() + done);
                if (count < 0) {
                    throw new TruncatedException(slice.length(), done);
                }
                digests.update(piece.flip());
                done += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    private static boolean update(Streamed streamed, Digests digests) {
        byte[] piece = new byte[PIECE];
        try (InputStream in = new BlockingBody(streamed, Long.MAX_VALUE, IDLE)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digests.update(ByteBuffer.wrap(piece, 0, count));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
