package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Writes one object into an array. */
final class MemoryWriter implements ObjectWriter {

    private final MemoryProvider provider;
    private final WriteSpec spec;
    private final byte[] bytes;
    private final Executor executor;

    MemoryWriter(MemoryProvider provider, WriteSpec spec, byte[] bytes, Executor executor) {
        this.provider = provider;
        this.spec = spec;
        this.bytes = bytes;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> types) {
        Digests digests = new Digests(types);
        ByteBuffer target = ByteBuffer.wrap(bytes, (int) range.offset(), (int) range.length());
        return PayloadReader.read(
                        payload,
                        buffer -> {
                            digests.update(buffer);
                            target.put(buffer);
                        },
                        executor)
                .whenComplete((nothing, failure) -> payload.close())
                .thenApply(nothing -> new Receipt(range, digests.finish(), Part.NONE));
    }

    @Override
    public CompletionStage<Void> force() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        ObjectRecord record = new ObjectRecord(
                spec.id(),
                spec.created(),
                spec.layout(),
                receipts.stream().map(Receipt::checksums).toList());
        StoredObject object = new StoredObject(
                spec.key(),
                new VersionToken(spec.id().toString()),
                bytes.length,
                spec.created(),
                spec.metadata(),
                Optional.of(record));
        return provider.publish(spec, object, bytes);
    }

    @Override
    public CompletionStage<Void> abort() {
        return provider.abort(spec.id());
    }
}
