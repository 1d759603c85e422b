package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.Windowed;
import dev.gantry.ports.spi.WriteSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Copies that a store makes by itself (docs/adr/0033). What the store tells of the bytes is compared with what is known of
 * them before anything is visible, and what is known carries over.
 */
final class ServerCopies {

    private static final int BLOBS_AT_ONCE = 8;

    private final ObjectDirectory objects;

    ServerCopies(ObjectDirectory objects) {
        this.objects = objects;
    }

    /** What is copied, and into what, in one store. */
    private record Copy(Store store, ObjectInfo source, WriteSpec spec) {

        /** What is known of a blob, where source and copy are cut alike. */
        Checksums known(int blob) {
            return source.layout().equals(spec.layout()) ? source.blobs().get(blob) : Checksums.none();
        }
    }

    CompletionStage<StoredObject> write(Store store, ServerCopy own, ObjectInfo source, WriteSpec spec) {
        Copy copy = new Copy(store, source, spec);
        return store.repeat(() -> own.begin(spec, source.key(), source.token()))
                .thenCompose(writer -> blobs(copy, writer)
                        .thenCompose(receipts -> publish(copy, writer, receipts))
                        .<CompletionStage<StoredObject>>handle((stored, failure) -> failure == null
                                ? CompletableFuture.completedStage(stored)
                                : NakedRequests.abort(writer::abort, failure))
                        .thenCompose(stage -> stage));
    }

    private static CompletionStage<List<Receipt>> blobs(Copy copy, CopyWriter writer) {
        List<Integer> all = IntStream.range(
                        0, Math.toIntExact(copy.spec().layout().count()))
                .boxed()
                .toList();
        return Windowed.map(all, BLOBS_AT_ONCE, number -> blob(copy, writer, number));
    }

    private static CompletionStage<Receipt> blob(Copy copy, CopyWriter writer, int number) {
        WriteSpec spec = copy.spec();
        Blob blob = Blob.of(spec.key().name(), spec.id(), spec.layout(), number, Optional.empty());
        return copy.store().repeat(() -> writer.copy(blob.range())).thenApply(receipt -> {
            BlobIntake.requireAgreement(blob, receipt.checksums(), copy.known(number));
            return receipt;
        });
    }

    /** The store is given what it told; what is kept is that and what was known before. */
    private CompletionStage<StoredObject> publish(Copy copy, CopyWriter writer, List<Receipt> told) {
        List<Receipt> kept = IntStream.range(0, told.size())
                .mapToObj(i -> with(told.get(i), copy.known(i)))
                .toList();
        return objects.publish(copy.store(), copy.spec(), same -> writer.publish(told), kept);
    }

    private static Receipt with(Receipt receipt, Checksums known) {
        List<Checksum> all = new ArrayList<>(receipt.checksums().all());
        all.addAll(known.all());
        return new Receipt(receipt.range(), Checksums.of(all), receipt.part());
    }
}
