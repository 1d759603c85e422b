package dev.gantry.s3;

import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What S3 has under the name of an object that is being published. */
final class Publications {

    private final S3Account account;

    Publications(S3Account account) {
        this.account = account;
    }

    /**
     * What {@code publish} makes, unless there is an object that may not be replaced. Ceph completes uploads without heeding
     * {@code If-None-Match} (docs/s3.md, radosgw), so the name is looked at before.
     */
    CompletionStage<StoredObject> unlessTaken(WriteSpec spec, Supplier<CompletionStage<StoredObject>> publish) {
        return spec.replace()
                ? publish.get()
                : account.head(spec.key())
                        .thenCompose(there -> there.isEmpty() ? publish.get() : unless(spec, taken(spec)));
    }

    /** Adds the condition of an object that may replace no other. */
    static S3Call conditional(WriteSpec spec, S3Call call) {
        return spec.replace() ? call : call.header("If-None-Match", "*");
    }

    /** The object, if it is this very one: an answer that was lost may have been a success. */
    CompletionStage<Optional<StoredObject>> find(WriteSpec spec) {
        return account.head(spec.key())
                .thenApply(found -> found.map(S3Object::stored).filter(stored -> isSame(stored, spec)));
    }

    /** A service that does not know what a request is to do may have made something else of it. */
    private static boolean isSame(StoredObject stored, WriteSpec spec) {
        return stored.length() == spec.layout().objectLength()
                && stored.record().map(ObjectRecord::id).equals(Optional.of(spec.id()));
    }

    /** The object that was stored a moment ago; a failure that passes if somebody has replaced it since. */
    CompletionStage<StoredObject> require(WriteSpec spec) {
        return find(spec)
                .thenApply(found -> found.orElseThrow(() -> new ProviderException.Rejected(
                        "the object " + spec.key() + " was stored and replaced or removed at once", null)));
    }

    /** The object if it is there after all, else the failure. */
    CompletionStage<StoredObject> unless(WriteSpec spec, Throwable failure) {
        return account.head(spec.key()).thenCompose(found -> {
            Optional<StoredObject> there = found.map(S3Object::stored);
            if (there.filter(stored -> isSame(stored, spec)).isPresent()) {
                return CompletableFuture.completedStage(there.get());
            }
            boolean taken = there.isPresent() && failure instanceof ProviderException.Conflict && !spec.replace();
            return CompletableFuture.failedStage(taken ? taken(spec) : failure);
        });
    }

    private static ProviderException taken(WriteSpec spec) {
        return new ProviderException.Conflict(
                "there is an object " + spec.key() + " and its bucket keeps what it has; delete it first");
    }
}
