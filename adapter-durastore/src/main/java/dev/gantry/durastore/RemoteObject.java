package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One state of an object at the far side: a content, or the manifest of its parts.
 *
 * @param at the content, or the manifest
 * @param manifest present of an object in parts
 */
record RemoteObject(ObjectKey key, RemoteAddress at, RemoteContent content, Optional<PartsManifest> manifest) {

    long length() {
        return manifest.map(PartsManifest::length).orElseGet(content::length);
    }

    /** The contents that its bytes are in. */
    List<RemoteAddress> bytes() {
        return manifest.map(parts -> parts.parts().stream()
                        .map(part -> at.sibling(part.id()))
                        .toList())
                .orElse(List.of(at));
    }

    /** The record that was kept beside this very content. */
    Optional<ObjectRecord> record() {
        Optional<Checksum> beside = content.md5();
        List<Checksum> md5 = manifest.map(PartsManifest::checksums)
                .orElseGet(() -> beside.stream().toList());
        return content.record()
                .flatMap(text -> beside.flatMap(known -> RemoteRecord.decode(text, known.toHex(), length(), md5)));
    }

    /** The object's id where Gantry wrote it, else what its state looks like. */
    VersionToken token() {
        return new VersionToken(
                record().map(ObjectRecord::id).map(ObjectId::toString).orElseGet(content::state));
    }

    /** Whether it is what was written under {@code id}. */
    boolean isOf(ObjectId id) {
        return record().map(ObjectRecord::id).filter(id::equals).isPresent()
                || manifest.filter(parts -> parts.isOf(id)).isPresent();
    }

    StoredObject stored() {
        return new StoredObject(key, token(), length(), content.modified(), metadata(), record());
    }

    /** Beside a manifest that others wrote stands its own type; that of the object stands in it. */
    private Metadata metadata() {
        Metadata told = content.metadata();
        Optional<String> type = Optional.ofNullable(told.values().get(WireNames.MIMETYPE));
        if (manifest.isEmpty() || !isManifests(type)) {
            return told;
        }
        Map<String, String> values = new LinkedHashMap<>(told.values());
        values.remove(WireNames.MIMETYPE);
        manifest.get()
                .type()
                .filter(known -> !known.equals(WireNames.OCTETS))
                .ifPresent(known -> values.put(WireNames.MIMETYPE, known));
        return new Metadata(values);
    }

    private boolean isManifests(Optional<String> type) {
        return type.isPresent()
                && type.equals(content.headers().first(WireNames.CONTENT_TYPE))
                && type.get().startsWith(WireNames.XML);
    }
}
