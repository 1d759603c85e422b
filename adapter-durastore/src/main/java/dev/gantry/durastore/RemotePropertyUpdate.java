package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.transport.Headers;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Gives a content, or the manifest of an object's parts, other properties by one request (docs/durastore.md, Driven: properties). */
final class RemotePropertyUpdate implements PropertyUpdate {

    private final RemoteContents contents;
    private final RemoteObjects objects;

    RemotePropertyUpdate(RemoteContents contents, RemoteObjects objects) {
        this.contents = contents;
        this.objects = objects;
    }

    @Override
    public CompletionStage<StoredObject> update(ObjectKey key, VersionToken token, Metadata metadata) {
        return objects.inState(
                key,
                token,
                object -> change(object, metadata)
                        .thenCompose(done -> objects.find(key))
                        .thenApply(now ->
                                now.orElseThrow(() -> RemoteObjects.gone(key)).stored()));
    }

    private CompletionStage<Void> change(RemoteObject object, Metadata metadata) {
        return contents.describe(object.at(), properties(object, metadata));
    }

    private static Headers properties(RemoteObject object, Metadata metadata) {
        Optional<String> record = object.record()
                .flatMap(known ->
                        object.content().md5().map(Checksum::toHex).flatMap(md5 -> RemoteRecord.encode(known, md5)));
        return object.manifest().isEmpty()
                ? RemoteProperties.encode(metadata, record)
                : RemoteProperties.encodeBesideParts(metadata, record);
    }
}
