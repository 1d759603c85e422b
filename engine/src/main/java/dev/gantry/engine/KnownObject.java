package dev.gantry.engine;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.UUID;

/** Fills in what a store does not know of an object: name-based ids, a planned layout, no checksums. */
final class KnownObject {

    private KnownObject() {}

    static ObjectInfo of(Store store, StoredObject stored) {
        ObjectRecord record = stored.record()
                .filter(r -> r.layout().objectLength() == stored.length())
                .orElseGet(() -> invented(store, stored));
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
