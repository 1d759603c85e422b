package dev.gantry.engine;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.Catalogue.State;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What is known of objects: the store's answer, the catalogue's where the store keeps no record, and where neither has
 * one, name-based ids, a planned layout and no checksums.
 */
final class ObjectDirectory {

    private final Catalogue catalogue;

    ObjectDirectory(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The object, or NO_SUCH_OBJECT. */
    CompletionStage<ObjectInfo> require(Store store, ObjectKey key) {
        return store.objects(objects -> objects.head(List.of(key)))
                .thenCompose(found -> known(
                        store,
                        found.get(0)
                                .orElseThrow(
                                        () -> new ApiException(Problem.NO_SUCH_OBJECT, "there is no object " + key))));
    }

    private CompletionStage<ObjectInfo> known(Store store, StoredObject object) {
        Optional<ObjectRecord> own = usable(object, object.record());
        return isWhole(own)
                ? CompletableFuture.completedStage(info(object, own.get()))
                : resolve(store, List.of(object)).thenApply(known -> known.get(0));
    }

    /** Each object, in order, empty where there is none. At most as many keys as a store takes at once. */
    CompletionStage<List<Optional<ObjectInfo>>> find(Store store, List<ObjectKey> keys) {
        return store.objects(objects -> objects.head(keys))
                .thenCompose(found -> resolve(
                                store, found.stream().flatMap(Optional::stream).toList())
                        .thenApply(known -> align(found, known)));
    }

    private static List<Optional<ObjectInfo>> align(List<Optional<StoredObject>> found, List<ObjectInfo> known) {
        List<Optional<ObjectInfo>> aligned = new ArrayList<>();
        int next = 0;
        for (Optional<StoredObject> object : found) {
            aligned.add(object.isPresent() ? Optional.of(known.get(next++)) : Optional.empty());
        }
        return aligned;
    }

    /** Fills in what the store does not know, in order. */
    CompletionStage<List<ObjectInfo>> resolve(Store store, List<StoredObject> stored) {
        List<State> unknown = stored.stream()
                .filter(object -> !isWhole(usable(object, object.record())))
                .map(object -> new State(object.key(), object.token()))
                .toList();
        CompletionStage<List<Optional<ObjectRecord>>> catalogued =
                unknown.isEmpty() ? CompletableFuture.completedStage(List.of()) : catalogue.find(store.id(), unknown);
        return catalogued.thenApply(records -> merge(store, stored, records));
    }

    private static List<ObjectInfo> merge(
            Store store, List<StoredObject> stored, List<Optional<ObjectRecord>> catalogued) {
        List<ObjectInfo> known = new ArrayList<>();
        int next = 0;
        for (StoredObject object : stored) {
            Optional<ObjectRecord> own = usable(object, object.record());
            Optional<ObjectRecord> kept = isWhole(own) ? Optional.empty() : usable(object, catalogued.get(next++));
            known.add(info(object, kept.or(() -> own).orElseGet(() -> invented(store, object))));
        }
        return known;
    }

    private static Optional<ObjectRecord> usable(StoredObject object, Optional<ObjectRecord> record) {
        boolean fits = record.isEmpty() || record.get().layout().objectLength() == object.length();
        return fits ? record : Optional.empty();
    }

    /** A store may know an object's id and layout, and not the checksums of its blobs. */
    private static boolean isWhole(Optional<ObjectRecord> record) {
        return record.isPresent() && isWhole(record.get().blobs());
    }

    private static boolean isWhole(List<Checksums> blobs) {
        for (Checksums blob : blobs) {
            if (blob.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Makes a whole object visible, and keeps its record where its store could not. */
    CompletionStage<StoredObject> publish(
            Store store,
            WriteSpec spec,
            Function<List<Receipt>, CompletionStage<StoredObject>> publication,
            List<Receipt> receipts) {
        List<Checksums> blobs = receipts.stream().map(Receipt::checksums).toList();
        ObjectRecord record = new ObjectRecord(spec.id(), spec.created(), spec.layout(), blobs);
        return store.repeat(() -> publication.apply(receipts))
                .thenCompose(object -> keep(store, object, record).thenApply(nothing -> object));
    }

    /** Keeps the record of a state where its store could not. */
    CompletionStage<Void> keep(Store store, StoredObject object, ObjectRecord record) {
        return isWhole(object.record())
                ? CompletableFuture.completedStage(null)
                : catalogue.save(store.id(), new State(object.key(), object.token()), record);
    }

    private static ObjectInfo info(StoredObject stored, ObjectRecord record) {
        return new ObjectInfo(
                stored.key(),
                record.id(),
                stored.token(),
                stored.length(),
                record.created(),
                stored.metadata(),
                record.layout(),
                record.blobs());
    }

    private static ObjectRecord invented(Store store, StoredObject stored) {
        BlobLayout layout = plannedLayout(store.provider().limits(), stored.length());
        return new ObjectRecord(
                derivedId(store.id(), stored),
                stored.modified(),
                layout,
                Collections.nCopies(Math.toIntExact(layout.count()), Checksums.none()));
    }

    private static BlobLayout plannedLayout(WriteLimits limits, long length) {
        try {
            return limits.layout(length, OptionalLong.empty());
        } catch (InvalidValueException e) {
            return BlobLayout.whole(length);
        }
    }

    private static ObjectId derivedId(StoreId store, StoredObject stored) {
        String name = String.join(
                "\0",
                store.value(),
                stored.key().bucket().value(),
                stored.key().name().value(),
                stored.token().value());
        return new ObjectId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
