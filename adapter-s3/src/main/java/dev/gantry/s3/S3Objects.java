package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The objects of an account. */
final class S3Objects implements ObjectStore {

    private final S3Account account;
    private final S3Heads heads;
    private final S3Reads reads;
    private final S3Buckets buckets;
    private final Uploads uploads;

    S3Objects(S3Account account, S3Buckets buckets, Uploads uploads) {
        this.account = account;
        this.heads = new S3Heads(account);
        this.reads = new S3Reads(account);
        this.buckets = buckets;
        this.uploads = uploads;
    }

    /** What cannot be asked fails as what was asked does. */
    private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        List<ObjectKey> asked = List.copyOf(keys);
        return asked.size() > MAX_HEAD
                ? CompletableFuture.failedStage(new ProviderException.Rejected(
                        "at most " + MAX_HEAD + " keys at once, not " + asked.size(), null))
                : heads.find(asked);
    }

    /** Pages that hold nothing for Gantry are passed over. */
    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return account.list(bucket, query, false).thenCompose(page -> {
            boolean empty = page.objects().isEmpty() && page.commonPrefixes().isEmpty();
            return empty && page.next().isPresent()
                    ? list(bucket, query.from(page.next().get()))
                    : CompletableFuture.completedStage(new ListPage(
                            page.objects().stream().map(S3Object::stored).toList(),
                            page.commonPrefixes(),
                            page.next()));
        });
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return reads.read(key, token, range);
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return attempt(() -> {
            OwnNames.requireForeign(spec.key());
            requireKeepable(spec);
            return buckets.require(spec.key().bucket())
                    .thenCompose(nothing -> spec.layout().count() == 1
                            ? CompletableFuture.completedStage(new OneBlobWriter(spec, account, () -> put(spec)))
                            : uploads.begin(spec).thenApply(writer -> writer));
        });
    }

    /** What S3 would not keep is refused before any byte. */
    private void requireKeepable(WriteSpec spec) {
        put(spec);
    }

    private S3Call put(WriteSpec spec) {
        Optional<String> storageClass =
                account.settings().storageClasses().of(spec.key().bucket());
        return Publications.conditional(
                spec, ObjectHeaders.write(spec, storageClass, S3Call.object("PUT", spec.key())));
    }

    /** S3 answers alike whether there was an object, so it is asked first. */
    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return attempt(() -> {
            OwnNames.requireForeign(key);
            return account.confirm(S3Call.object("HEAD", key))
                    .thenCompose(there -> account.confirm(S3Call.object("DELETE", key)))
                    .thenApply(headers -> null);
        });
    }
}
