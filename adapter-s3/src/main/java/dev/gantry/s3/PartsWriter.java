package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** An object of several blobs: each is one part of a multipart upload, durable with the answer to it. */
final class PartsWriter implements ObjectWriter {

    private final WriteSpec spec;
    private final String upload;
    private final S3Account account;
    private final Multipart multipart;
    private final UploadNotes notes;
    private final Publications publications;
    private final Set<Transfer> underWay = ConcurrentHashMap.newKeySet();

    private Optional<CompletableFuture<StoredObject>> published = Optional.empty(); // guarded by this

    PartsWriter(WriteSpec spec, String upload, S3Account account, UploadNotes notes) {
        this.spec = spec;
        this.upload = upload;
        this.account = account;
        this.multipart = new Multipart(account);
        this.notes = notes;
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
        S3Call call = Multipart.part(spec.key(), upload, number(range));
        Transfer transfer = Transfer.start(account, call, payload, range.length(), digests);
        underWay.add(transfer);
        return transfer.received()
                .thenCombine(transfer.finish(), (checksums, headers) -> receipt(range, checksums, headers))
                .whenComplete((receipt, failure) -> {
                    transfer.abort();
                    underWay.remove(transfer);
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(Failures.unwrap(failure)));
    }

    private Receipt receipt(ByteRange range, Checksums checksums, Headers headers) {
        String tag = headers.first("ETag")
                .orElseThrow(
                        () -> new ProviderException.Unavailable("S3 gave a part of " + spec.key() + " no ETag", null));
        return receipt(range, checksums, tag);
    }

    private Receipt receipt(ByteRange range, Checksums checksums, String tag) {
        return new Receipt(range, checksums, new Part(upload + " " + StateToken.unquote(tag)));
    }

    /** Has one blob copied; its receipt has the checksum that S3 tells of it, if it does. */
    CompletionStage<Receipt> copy(CopySource source, ByteRange range) {
        try {
            BlobShape.requireBlob(spec, range);
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
        S3Call call = source.name(account.address(), Multipart.part(spec.key(), upload, number(range)))
                .header("x-amz-copy-source-range", "bytes=" + range.offset() + "-" + (range.end() - 1));
        return account.read(
                call,
                document -> receipt(
                        range,
                        document.text("ChecksumCRC32C")
                                .flatMap(FullChecksum::parse)
                                .map(Checksums::of)
                                .orElse(Checksums.none()),
                        document.require("ETag")));
    }

    private int number(ByteRange range) {
        return (int) spec.layout().indexOf(range.offset()) + 1;
    }

    /** A part is durable before its receipt is there. */
    @Override
    public CompletionStage<Void> force() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        List<Receipt> whole = List.copyOf(receipts);
        try {
            BlobShape.requireAll(spec, whole);
            whole.forEach(this::requireOwn);
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
        synchronized (this) {
            if (published.isEmpty() || published.get().isCompletedExceptionally()) {
                published = Optional.of(complete(whole).toCompletableFuture());
            }
            return published.get();
        }
    }

    private void requireOwn(Receipt receipt) {
        if (!receipt.part().value().startsWith(upload + " ")) {
            throw new ProviderException.Rejected(
                    "a blob of " + spec.key() + " was written to another upload, which is gone; write it again", null);
        }
    }

    private CompletionStage<StoredObject> complete(List<Receipt> receipts) {
        return publications
                .unlessTaken(spec, () -> send(receipts))
                .thenCompose(stored -> notes.drop(spec.id()).thenApply(nothing -> stored));
    }

    private CompletionStage<StoredObject> send(List<Receipt> receipts) {
        return multipart
                .complete(spec, upload, receipts)
                .handle((done, failure) -> failure == null
                        ? publications.require(spec)
                        : publications.unless(spec, Failures.unwrap(failure)))
                .thenCompose(stage -> stage);
    }

    @Override
    public CompletionStage<Void> abort() {
        synchronized (this) {
            if (published.isPresent() && !published.get().isCompletedExceptionally()) {
                return published.get().handle((stored, failure) -> null);
            }
        }
        underWay.forEach(Transfer::abort);
        return multipart.abort(spec.key(), upload).thenCompose(nothing -> notes.drop(spec.id()));
    }
}
