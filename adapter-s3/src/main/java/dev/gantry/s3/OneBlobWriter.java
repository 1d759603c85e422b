package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Headers;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An object of one blob, written by one PUT whose end is held back until it is published, so that nothing is visible
 * before (docs/adr/0019). Nothing of it outlives the process; it is durable once it is published.
 */
final class OneBlobWriter implements ObjectWriter {

    private final WriteSpec spec;
    private final S3Account account;
    private final Supplier<S3Call> put;
    private final Publications publications;

    /** A body under way, or held, with what it is. */
    private record Held(Transfer transfer, Receipt receipt) {}

    private Optional<Transfer> sending = Optional.empty(); // guarded by this, as is all below
    private Optional<Held> held = Optional.empty();
    private Optional<CompletableFuture<StoredObject>> published = Optional.empty();

    /** {@code put} makes the request, without its body. */
    OneBlobWriter(WriteSpec spec, S3Account account, Supplier<S3Call> put) {
        this.spec = spec;
        this.account = account;
        this.put = put;
        this.publications = new Publications(account);
    }

    @Override
    public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        try {
            BlobShape.require(spec, range, payload);
        } catch (ProviderException e) {
            payload.close();
            return CompletableFuture.failedStage(e);
        }
        return range.length() == 0 ? nothing(range, payload, digests) : send(range, payload, digests);
    }

    private static CompletionStage<Receipt> nothing(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        payload.close();
        Set<ChecksumType> types = EnumSet.of(ChecksumType.CRC32C);
        types.addAll(digests);
        return CompletableFuture.completedStage(new Receipt(range, new Digests(types).finish(), Part.NONE));
    }

    private CompletionStage<Receipt> send(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        giveUp();
        Transfer transfer = Transfer.start(account, put.get(), payload, range.length(), digests);
        synchronized (this) {
            sending = Optional.of(transfer);
        }
        return transfer.received().thenApply(checksums -> hold(transfer, range, checksums));
    }

    private synchronized Receipt hold(Transfer transfer, ByteRange range, Checksums checksums) {
        Receipt receipt = new Receipt(range, checksums, Part.NONE);
        if (sending.filter(transfer::equals).isPresent()) {
            held = Optional.of(new Held(transfer, receipt));
        }
        return receipt;
    }

    /** Whoever has the only blob publishes it; there is nothing to be made durable before. */
    @Override
    public CompletionStage<Void> force() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        List<Receipt> whole = List.copyOf(receipts);
        try {
            BlobShape.requireAll(spec, whole);
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
        synchronized (this) {
            if (published.isEmpty() || published.get().isCompletedExceptionally()) {
                Optional<Held> last = held;
                held = Optional.empty();
                published = Optional.of(finish(last, whole.get(0)).toCompletableFuture());
            }
            return published.get();
        }
    }

    private CompletionStage<StoredObject> finish(Optional<Held> last, Receipt receipt) {
        if (spec.layout().objectLength() == 0) {
            return settled(account.confirm(empty()));
        }
        return last.filter(h -> h.receipt().equals(receipt))
                .map(h -> settled(h.transfer().finish()))
                .orElseGet(() -> publications.unless(spec, lost()));
    }

    private S3Call empty() {
        return put.get().header(Crc32c.HEADER, Crc32c.of(new byte[0])).body(Buffers.of(new byte[0]));
    }

    private CompletionStage<StoredObject> settled(CompletionStage<Headers> stored) {
        return stored.handle((headers, failure) -> failure == null
                        ? publications.require(spec)
                        : publications.unless(spec, Failures.unwrap(failure)))
                .thenCompose(stage -> stage);
    }

    private ProviderException lost() {
        return new ProviderException.Unavailable(
                "the bytes of " + spec.key() + " did not reach S3; they must be sent again", null);
    }

    @Override
    public CompletionStage<Void> abort() {
        giveUp();
        return CompletableFuture.completedStage(null);
    }

    private void giveUp() {
        Optional<Transfer> last;
        synchronized (this) {
            last = sending;
            sending = Optional.empty();
            held = Optional.empty();
        }
        last.ifPresent(Transfer::abort);
    }
}
