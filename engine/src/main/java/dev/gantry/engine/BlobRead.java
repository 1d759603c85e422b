package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Bytes given out; ends once, delivered or not. */
final class BlobRead implements Read {

    private final ObjectInfo object;
    private final ByteRange blob;
    private final List<ByteRange> ranges;
    private final List<Payload> payloads;
    private final Supplier<CompletionStage<Void>> onDelivered;
    private final Runnable onBroken;
    private final AtomicReference<CompletionStage<Void>> end = new AtomicReference<>();

    BlobRead(
            ObjectInfo object,
            ByteRange blob,
            List<ByteRange> ranges,
            List<Payload> payloads,
            Supplier<CompletionStage<Void>> onDelivered,
            Runnable onBroken) {
        this.object = object;
        this.blob = blob;
        this.ranges = ranges;
        this.payloads = List.copyOf(payloads);
        this.onDelivered = onDelivered;
        this.onBroken = onBroken;
    }

    /** A read that no job hears of. */
    static BlobRead withoutEvidence(
            ObjectInfo object, ByteRange blob, List<ByteRange> ranges, List<Payload> payloads, TransferPace pace) {
        Supplier<CompletionStage<Void>> onDelivered = () -> {
            pace.moved(ranges);
            return CompletableFuture.completedStage(null);
        };
        return new BlobRead(object, blob, ranges, pace.of(payloads), onDelivered, () -> {});
    }

    @Override
    public ObjectInfo object() {
        return object;
    }

    @Override
    public ByteRange blob() {
        return blob;
    }

    @Override
    public List<ByteRange> ranges() {
        return ranges;
    }

    @Override
    public Optional<Checksum> checksum() {
        int index = Math.toIntExact(object.layout().indexOf(blob.offset()));
        if (!object.layout().range(index).equals(blob)) {
            return Optional.empty();
        }
        Checksums stored = object.blobs().get(index);
        return stored.find(ChecksumType.MD5)
                .or(() -> stored.find(ChecksumType.CRC32C))
                .or(() -> stored.all().stream().findFirst());
    }

    @Override
    public List<Payload> payloads() {
        return payloads;
    }

    @Override
    public CompletionStage<Void> delivered() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        if (!end.compareAndSet(null, mine)) {
            return end.get();
        }
        onDelivered.get().whenComplete((nothing, failure) -> {
            if (failure == null) {
                mine.complete(null);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    @Override
    public void close() {
        payloads.forEach(Payload::close);
        if (end.compareAndSet(null, CompletableFuture.completedStage(null))) {
            onBroken.run();
        }
    }
}
