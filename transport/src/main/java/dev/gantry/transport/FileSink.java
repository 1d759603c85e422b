package dev.gantry.transport;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Written;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Writes a body into a file range as it comes, on the event loop, with the CRCs in the same pass. MD5 and SHA follow on
 * another thread, at most 1 MiB behind.
 */
final class FileSink implements BodyConsumer {

    private static final Set<ChecksumType> CRCS = EnumSet.of(ChecksumType.CRC32, ChecksumType.CRC32C);

    private final BodySource source;
    private final BytesMoved moved;
    private final FileRange range;
    private final CompletableFuture<Written> result;
    private final Digests crcs;
    private final DigestLine slow;
    private final Runnable demand;
    private long written;
    private boolean finished;

    FileSink(
            BodySource source,
            Bounds bounds,
            FileRange range,
            Set<ChecksumType> types,
            Executor digests,
            CompletableFuture<Written> result) {
        this.source = source;
        this.demand = source::demand;
        this.moved = bounds.moved();
        this.range = range;
        this.result = result;
        this.crcs = new Digests(subset(types, true));
        this.slow = new DigestLine(subset(types, false), digests, bounds.budget(), source::runOnLoop);
    }

    void start() {
        if (!finished) {
            slow.whenReady(demand);
        }
    }

    @Override
    public void bytes(ByteBuf bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            failed(e);
            source.close();
            return;
        } finally {
            bytes.release();
        }
        slow.whenReady(demand);
    }

    private void write(ByteBuf bytes) throws IOException {
        if (bytes.readableBytes() > range.length() - written) {
            throw new IOException("the body is longer than the " + range.length() + " bytes that it may fill");
        }
        if (bytes.hasMemoryAddress()) {
            write(view(bytes));
        } else {
            for (ByteBuffer part : bytes.nioBuffers()) {
                write(part);
            }
        }
        moved.add(BytesMoved.Path.DIRECT, bytes.readableBytes());
        slow.add(bytes);
    }

    /** The bytes as the read made them: a slice's own view would be a new object for each. */
    private static ByteBuffer view(ByteBuf bytes) {
        ByteBuf whole = bytes;
        while (whole.unwrap() != null) {
            whole = whole.unwrap();
        }
        int from = Math.toIntExact(bytes.memoryAddress() - whole.memoryAddress()) + bytes.readerIndex();
        return whole.internalNioBuffer(from, bytes.readableBytes());
    }

    private void write(ByteBuffer part) throws IOException {
        crcs.update(part);
        while (part.hasRemaining()) {
            written += range.channel().write(part, range.position() + written);
        }
    }

    @Override
    public void end() {
        finished = true;
        slow.finish().whenComplete((late, failure) -> {
            if (failure == null) {
                complete(late);
            } else {
                failed(new IOException("the checksums of a body were not computed", failure));
            }
        });
    }

    private void complete(Checksums late) {
        List<Checksum> all = new ArrayList<>(crcs.finish().all());
        all.addAll(late.all());
        result.complete(new Written(written, Checksums.of(all)));
    }

    @Override
    public void failed(IOException why) {
        finished = true;
        slow.stop();
        result.completeExceptionally(why);
    }

    private static Set<ChecksumType> subset(Set<ChecksumType> types, boolean crc) {
        Set<ChecksumType> subset = EnumSet.noneOf(ChecksumType.class);
        types.stream().filter(type -> CRCS.contains(type) == crc).forEach(subset::add);
        return subset;
    }
}
