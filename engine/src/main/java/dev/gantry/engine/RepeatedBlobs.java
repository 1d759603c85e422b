package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Blobs that are sent although they were received before. Belongs to the control thread. */
final class RepeatedBlobs {

    private final EngineContext context;
    private final JobBoard board;

    RepeatedBlobs(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    /** The bytes are read and compared with what was received, and nothing is written. */
    CompletionStage<Received> compare(Arrival arrival, Optional<Receipt> kept) {
        CompletionStage<Checksums> known = kept.map(receipt -> CompletableFuture.completedStage(receipt.checksums()))
                .orElseGet(() -> storedChecksums(arrival));
        return context.control()
                .then(
                        known,
                        stored -> context.control().then(digest(arrival.upload()), actual -> {
                            requireSame(arrival.blob(), stored, actual);
                            return settle(arrival, actual);
                        }));
    }

    private CompletionStage<Checksums> digest(Upload upload) {
        return PayloadReader.digest(
                upload.payload(),
                BlobIntake.digests(upload, context.settings()),
                context.environment().blocking());
    }

    private static void requireSame(Blob blob, Checksums stored, Checksums actual) {
        if (stored.isEmpty() || actual.firstDisagreement(stored).isPresent()) {
            throw new ApiException(
                    Problem.CONFLICT,
                    "the blob of " + blob.name() + " at offset " + blob.offset()
                            + " was received before with other bytes; they stay");
        }
    }

    private CompletionStage<Received> settle(Arrival arrival, Checksums actual) {
        BlobIntake.requireAgreement(arrival.blob(), actual, arrival.upload().expected());
        boolean durable = arrival.chunk().durable().hasEvidence(arrival.index());
        CompletionStage<Void> recorded = durable
                ? CompletableFuture.completedStage(null)
                : context.control().then(recordAgain(arrival), nothing -> board.finishIfDone(arrival.job()));
        return recorded.thenApply(nothing -> BlobIntake.received(arrival.blob(), actual, arrival.upload()));
    }

    private CompletionStage<Void> recordAgain(Arrival arrival) {
        arrival.chunk().evidence(arrival.index());
        return arrival.job().record(arrival.chunk());
    }

    private CompletionStage<Checksums> storedChecksums(Arrival arrival) {
        Blob blob = arrival.blob();
        return context.objects()
                .require(arrival.job().store(), arrival.job().keyOf(blob))
                .handle((object, failure) -> failure == null && object.id().equals(blob.object())
                        ? object.blobs().get(Math.toIntExact(blob.index()))
                        : Checksums.none());
    }
}
