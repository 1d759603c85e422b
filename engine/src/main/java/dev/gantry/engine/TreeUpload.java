package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Stores one blob of one file. The file is looked at before its checksum is computed, before a byte is sent, and after
 * the answer: so no mixture of two states becomes visible, and a change during the transfer is told.
 */
final class TreeUpload {

    private final Blobs blobs;
    private final BucketName bucket;
    private final JobId job;

    TreeUpload(Blobs blobs, BucketName bucket, JobId job) {
        this.blobs = blobs;
        this.bucket = bucket;
        this.job = job;
    }

    void send(TreeEntry entry, Blob blob) throws IOException, InterruptedException {
        entry.requireUnchanged();
        if (entry.name().isFolder()) {
            send(entry, blob, Checksums.none(), Buffers.of(new byte[0]));
            return;
        }
        FileChannel channel = TreeBytes.open(entry.path());
        Checksums expected = digestOrClose(entry, channel, blob.range());
        send(entry, blob, expected, slice(entry, channel, blob));
        entry.requireUnchanged();
    }

    private static Checksums digestOrClose(TreeEntry entry, FileChannel channel, ByteRange range) throws IOException {
        try {
            Checksums digest = TreeBytes.digest(channel, range, Set.of(ChecksumType.CRC32C));
            entry.requireUnchanged();
            return digest;
        } catch (IOException e) {
            channel.close();
            throw e instanceof TreeException ? e : new TreeException(TransferCalls.text(e));
        }
    }

    private static FileSlice slice(TreeEntry entry, FileChannel channel, Blob blob) {
        return new FileSlice(entry.path(), channel, blob.offset(), blob.length(), () -> close(channel));
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(TreeEntry entry, Blob blob, Checksums expected, Payload payload)
            throws IOException, InterruptedException {
        Blobs.Address address = new Blobs.Address(
                new ObjectKey(bucket, entry.name()), Optional.of(job), OptionalLong.of(blob.offset()));
        Blobs.Received received =
                TransferCalls.await(blobs.put(new Blobs.Upload(address, entry.metadata(), expected, payload)));
        for (Checksum checksum : expected.all()) {
            requireKept(checksum, received);
        }
    }

    private static void requireKept(Checksum sent, Blobs.Received received) {
        boolean kept = received.checksums()
                .find(sent.type())
                .or(() -> Optional.of(received.answer()))
                .filter(sent::equals)
                .isPresent();
        if (!kept) {
            throw new ApiException(
                    Problem.CHECKSUM_MISMATCH,
                    "the file has the checksum " + sent + ", what was stored has " + received.checksums());
        }
    }
}
