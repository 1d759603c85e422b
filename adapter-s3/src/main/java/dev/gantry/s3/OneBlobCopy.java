package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ObjectWriter.Part;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.s3.S3Settings.Checksumming;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An object of one blob: one request copies it and makes it visible, when it is published. */
final class OneBlobCopy implements CopyWriter {

    private final WriteSpec target;
    private final CopySource source;
    private final Checksums told;
    private final S3Account account;
    private final Supplier<S3Call> put;
    private final Publications publications;

    private Optional<CompletableFuture<StoredObject>> published = Optional.empty(); // guarded by this

    /**
     * Sends nothing yet.
     *
     * @param told what S3 says of the source's bytes
     * @param put makes the request that creates the object, without what it is a copy of
     */
    OneBlobCopy(WriteSpec target, CopySource source, Checksums told, S3Account account, Supplier<S3Call> put) {
        this.target = target;
        this.source = source;
        this.told = told;
        this.account = account;
        this.put = put;
        this.publications = new Publications(account);
    }

    @Override
    public CompletionStage<Receipt> copy(ByteRange range) {
        try {
            BlobShape.requireBlob(target, range);
            return CompletableFuture.completedStage(new Receipt(range, told, Part.NONE));
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        try {
            BlobShape.requireAll(target, receipts);
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
        synchronized (this) {
            if (published.isEmpty() || published.get().isCompletedExceptionally()) {
                published = Optional.of(looked().toCompletableFuture());
            }
            return published.get();
        }
    }

    /** Services other than AWS may not know the condition on the source, so it is looked at before. */
    private CompletionStage<StoredObject> looked() {
        return source.look(account)
                .handle((same, gone) -> gone == null
                        ? publications.unlessTaken(target, this::send)
                        : publications.unless(target, Failures.unwrap(gone)))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<StoredObject> send() {
        S3Call call = source.name(account.address(), put.get()).header("x-amz-metadata-directive", "REPLACE");
        if (account.settings().checksums() == Checksumming.TRAILER) {
            call.header("x-amz-checksum-algorithm", "CRC32C");
        }
        return account.read(call, document -> document.require("ETag"))
                .handle((tag, failure) -> failure == null
                        ? publications.require(target)
                        : publications.unless(target, Failures.unwrap(failure)))
                .thenCompose(stage -> stage)
                .exceptionallyCompose(failure -> explained(Failures.unwrap(failure)));
    }

    /** One answer stands for two conditions: that the name is free, and that the source is in its state. */
    private CompletionStage<StoredObject> explained(Throwable failure) {
        return failure instanceof ProviderException.Conflict && !target.replace()
                ? source.look(account).thenCompose(there -> CompletableFuture.failedStage(failure))
                : CompletableFuture.failedStage(failure);
    }

    /** Nothing is begun before it is published. */
    @Override
    public CompletionStage<Void> abort() {
        return CompletableFuture.completedStage(null);
    }
}
