package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads blobs back from their store, every byte, and compares them with the checksums that were recorded. */
final class BlobCheck {

    /** Bytes are read in pieces, so that a large blob holds no thread for long. */
    private static final long PIECE = 16L << 20;

    private final ObjectDirectory objects;
    private final Executor blocking;

    BlobCheck(ObjectDirectory objects, Executor blocking) {
        this.objects = objects;
        this.blocking = blocking;
    }

    /**
     * Why the blob is not as it was recorded; empty if it is. Fails where the store cannot be asked for the moment, which
     * says nothing of the blob.
     */
    CompletionStage<Optional<String>> check(Store store, ObjectKey key, Blob blob) {
        return objects.require(store, key)
                .thenCompose(object -> isAnother(blob, object)
                        ? found("it was replaced after the job was made")
                        : compare(store, object, blob.range()))
                .exceptionallyCompose(BlobCheck::told);
    }

    private static boolean isAnother(Blob blob, ObjectInfo object) {
        Optional<VersionToken> pinned = blob.pinned();
        return pinned.isPresent()
                ? !pinned.get().equals(object.token())
                : !blob.object().equals(object.id());
    }

    /** The same of every blob of an object. */
    CompletionStage<Optional<String>> check(Store store, ObjectInfo object) {
        CompletionStage<Optional<String>> all = found();
        for (long i = 0; i < object.layout().count(); i++) {
            ByteRange range = object.layout().range(i);
            all = all.thenCompose(wrong ->
                    wrong.isPresent() ? CompletableFuture.completedStage(wrong) : compare(store, object, range));
        }
        return all.exceptionallyCompose(BlobCheck::told);
    }

    private static CompletionStage<Optional<String>> found() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static CompletionStage<Optional<String>> found(String wrong) {
        return CompletableFuture.completedStage(Optional.of(wrong));
    }

    /** What passes by itself is no finding; everything else that keeps the bytes from being read is. */
    private static CompletionStage<Optional<String>> told(Throwable failure) {
        ApiException told = Failures.translate(failure, Problem.NO_SUCH_OBJECT);
        return told.problem() == Problem.UNAVAILABLE
                ? CompletableFuture.failedStage(told)
                : found("it cannot be read: " + told.getMessage());
    }

    private CompletionStage<Optional<String>> compare(Store store, ObjectInfo object, ByteRange blob) {
        Checksums recorded = object.blobs().get(Math.toIntExact(object.layout().indexOf(blob.offset())));
        if (recorded.isEmpty()) {
            return found("no checksum of it is recorded, so there is nothing to compare its bytes with");
        }
        Set<ChecksumType> types = EnumSet.noneOf(ChecksumType.class);
        recorded.all().forEach(checksum -> types.add(checksum.type()));
        Reading reading = new Reading(store, object, blob, new Digests(types));
        reading.next(blob.offset());
        return reading.done.thenApply(actual -> actual.firstDisagreement(recorded)
                .map(expected -> "its bytes from " + blob.offset() + " on have the " + expected.type() + " checksum "
                        + actual.find(expected.type()).map(Checksum::toBase64).orElse("?") + ", not "
                        + expected.toBase64() + " as was recorded"));
    }

    /** One blob being read. */
    private final class Reading {

        private final Store store;
        private final ObjectInfo object;
        private final ByteRange blob;
        private final Digests digests;
        private final CompletableFuture<Checksums> done = new CompletableFuture<>();

        Reading(Store store, ObjectInfo object, ByteRange blob, Digests digests) {
            this.store = store;
            this.object = object;
            this.blob = blob;
            this.digests = digests;
        }

        void next(long from) {
            if (from == blob.end()) {
                done.complete(digests.finish());
                return;
            }
            ByteRange piece = new ByteRange(from, Math.min(PIECE, blob.end() - from));
            PayloadReads.open(store, object.key(), object.token(), List.of(piece))
                    .thenCompose(payloads -> read(payloads.get(0)))
                    .whenCompleteAsync((nothing, failure) -> went(piece, failure), blocking);
        }

        private CompletionStage<Void> read(Payload payload) {
            return PayloadReader.read(payload, digests::update, blocking)
                    .whenComplete((nothing, failure) -> payload.close());
        }

        private void went(ByteRange piece, Throwable failure) {
            if (failure == null) {
                next(piece.end());
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
