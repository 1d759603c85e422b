package dev.gantry.s3;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.WriteSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Copies that S3 makes by itself: of one blob by one request, of more as the parts of an upload (docs/s3.md, Copies). */
final class S3Copies implements ServerCopy {

    private final S3Account account;
    private final S3Buckets buckets;
    private final Uploads uploads;

    S3Copies(S3Account account, S3Buckets buckets, Uploads uploads) {
        this.account = account;
        this.buckets = buckets;
        this.uploads = uploads;
    }

    @Override
    public CompletionStage<CopyWriter> begin(WriteSpec target, ObjectKey source, VersionToken token) {
        try {
            CopySource from = source(target, source, token);
            requireKeepable(target);
            return buckets.require(target.key().bucket())
                    .thenCompose(there -> from.look(account))
                    .thenCompose(checksums -> target.layout().count() == 1
                            ? CompletableFuture.completedStage(
                                    new OneBlobCopy(target, from, checksums, account, () -> call(target)))
                            : uploads.begin(target).thenApply(parts -> new PartsCopy(target, from, parts, account)));
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static CopySource source(WriteSpec target, ObjectKey source, VersionToken token) {
        OwnNames.requireForeign(source);
        OwnNames.requireForeign(target.key());
        StateToken state = StateToken.parse(token).orElseThrow(() -> CopySource.gone(source));
        if (state.length() != target.layout().objectLength()) {
            throw new ProviderException.Rejected(
                    "an object of " + target.layout().objectLength() + " bytes cannot be copied from the "
                            + state.length() + " bytes of " + source,
                    null);
        }
        return new CopySource(source, state);
    }

    /** What S3 would not keep is refused before anything is begun. */
    private void requireKeepable(WriteSpec target) {
        call(target);
    }

    private S3Call call(WriteSpec target) {
        Optional<String> storageClass =
                account.settings().storageClasses().of(target.key().bucket());
        return Publications.conditional(
                target, ObjectHeaders.write(target, storageClass, S3Call.object("PUT", target.key())));
    }
}
