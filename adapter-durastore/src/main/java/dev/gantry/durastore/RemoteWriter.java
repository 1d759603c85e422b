package dev.gantry.durastore;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Headers;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes one object: each blob goes out at once, to a content that nobody takes for an object (docs/durastore.md, Driven:
 * writes).
 */
final class RemoteWriter implements ObjectWriter {

    private static final Headers OCTETS =
            Headers.builder().add(WireNames.CONTENT_TYPE, WireNames.OCTETS).build();

    private final WriteSpec spec;
    private final RemoteContents contents;
    private final RemoteNames names;
    private final RemoteObjects objects;
    private final WholeMd5 whole = new WholeMd5();

    RemoteWriter(WriteSpec spec, RemoteContents contents, RemoteNames names, RemoteObjects objects) {
        this.spec = spec;
        this.contents = contents;
        this.names = names;
        this.objects = objects;
    }

    @Override
    public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        Set<ChecksumType> types = EnumSet.of(ChecksumType.MD5);
        types.addAll(digests);
        try {
            requireBlob(range, payload);
            WholeMd5.Passage passage = whole.begin(range);
            return payload.<CompletionStage<Receipt>>fold(
                            buffers -> known(range, buffers, types, passage),
                            slice -> known(range, slice, types, passage),
                            streamed -> passing(range, streamed, types, passage))
                    .thenApply(receipt -> {
                        passage.end();
                        return receipt;
                    });
        } catch (RejectedExecutionException e) {
            payload.close();
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the store is busy, or closed", e));
        } catch (RuntimeException e) {
            payload.close();
            return CompletableFuture.failedStage(e);
        }
    }

    private void requireBlob(ByteRange range, Payload payload) {
        BlobLayout layout = spec.layout();
        if (!layout.range(layout.indexOf(range.offset())).equals(range)) {
            throw new ProviderException.Rejected(range + " is no blob of " + spec.key(), null);
        }
        if (payload.length() != range.length() && payload.length() != Streamed.UNKNOWN) {
            throw new ProviderException.Rejected(
                    "a blob of " + range.length() + " bytes cannot be written from " + payload.length(), null);
        }
    }

    private RemoteAddress target(ByteRange range) {
        RemoteAddress at = RemoteObjects.address(spec.key());
        return at.sibling(
                spec.layout().count() == 1
                        ? names.staged(spec.id())
                        : RemoteNames.part(
                                at.content(), spec.id(), spec.layout().indexOf(range.offset())));
    }

    /** What can be read twice is digested first, so that the far side can refuse what is damaged on its way. */
    private CompletionStage<Receipt> known(
            ByteRange range, Payload payload, Set<ChecksumType> types, WholeMd5.Passage passage) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            Digests digests = new Digests(types);
                            PayloadBytes.forEach(payload, bytes -> {
                                digests.update(bytes);
                                passage.update(bytes);
                            });
                            return digests.finish();
                        },
                        contents.store().documents())
                .whenComplete((sums, failure) -> closeUnless(failure == null, payload))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(unreadable(failure)))
                .thenCompose(sums -> contents.put(target(range), OCTETS, sums.find(ChecksumType.MD5), payload)
                        .thenApply(answered -> receipt(range, sums, answered)));
    }

    /** What is wrong with the payload itself is told as it is. */
    private static Throwable unreadable(Throwable failure) {
        Throwable cause = RemoteFailure.unwrap(failure);
        return cause instanceof UncheckedIOException io ? io.getCause() : cause;
    }

    private static void closeUnless(boolean kept, Payload payload) {
        if (!kept) {
            payload.close();
        }
    }

    private CompletionStage<Receipt> passing(
            ByteRange range, Streamed streamed, Set<ChecksumType> types, WholeMd5.Passage passage) {
        DigestedSource source = new DigestedSource(streamed, types, passage);
        return contents.put(target(range), OCTETS, Optional.empty(), new Streamed(range.length(), source))
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedStage(source.failure().orElse(RemoteFailure.unwrap(failure))))
                .thenApply(answered -> receipt(range, source.checksums(), answered));
    }

    private Receipt receipt(ByteRange range, Checksums sums, Optional<Checksum> answered) {
        RemoteContents.requireSame(target(range), sums.find(ChecksumType.MD5).orElseThrow(), answered);
        return new Receipt(range, sums, Part.NONE);
    }

    /** What a DuraStore has acknowledged is as durable as it will be. */
    @Override
    public CompletionStage<Void> force() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        return new RemotePublication(spec, receipts, whole.of(spec.layout().objectLength()), contents, names, objects)
                .run();
    }

    @Override
    public CompletionStage<Void> abort() {
        return objects.intents().giveUp(spec.key(), spec.id());
    }
}
