package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contents as objects: one content an object, or parts and their manifest (docs/durastore.md, Driven). */
final class RemoteObjects implements ObjectStore {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteObjects.class);

    private final RemoteContents contents;
    private final RemoteNames names;
    private final RemoteIntents intents;
    private final RemoteReads reads;
    private final RemoteListing listing;
    private final Supplier<UUID> ids;

    /** {@code ids} names what is about to be removed. */
    RemoteObjects(RemoteContents contents, RemoteNames names, Supplier<UUID> ids) {
        this.contents = contents;
        this.names = names;
        this.intents = new RemoteIntents(contents, names);
        this.reads = new RemoteReads(contents, this);
        this.listing = new RemoteListing(contents, this);
        this.ids = ids;
    }

    RemoteListing listing() {
        return listing;
    }

    RemoteIntents intents() {
        return intents;
    }

    static RemoteAddress address(ObjectKey key) {
        return new RemoteAddress(SpaceNames.space(key.bucket()), key.name().value());
    }

    static RemoteAddress manifestAddress(ObjectKey key) {
        return new RemoteAddress(SpaceNames.space(key.bucket()), RemoteNames.manifest(key.name()));
    }

    /** The object as it is now. A content of its name hides parts of that name. */
    CompletionStage<Optional<RemoteObject>> find(ObjectKey key) {
        if (!RemoteNames.isObject(key.name())) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        RemoteAddress at = address(key);
        return contents.head(at)
                .thenCompose(content -> content.isPresent()
                        ? CompletableFuture.completedStage(
                                content.map(c -> new RemoteObject(key, at, c, Optional.empty())))
                        : inParts(key));
    }

    /** The object that the manifest of that name describes, hidden or not. */
    CompletionStage<Optional<RemoteObject>> inParts(ObjectKey key) {
        RemoteAddress at = manifestAddress(key);
        if (!RemoteNames.mayHaveManifest(key.name())) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return contents.document(
                at,
                PartsManifestXml.MAX_BYTES,
                (headers, in) ->
                        new RemoteObject(key, at, new RemoteContent(headers), Optional.of(PartsManifestXml.read(in))));
    }

    /** The same; one whose manifest is damaged, or archived itself, is none, so that it does not hide the others. */
    CompletionStage<Optional<RemoteObject>> usable(ObjectKey key) {
        return find(key).exceptionallyCompose(failure -> {
            Throwable cause = RemoteFailure.unwrap(failure);
            if (cause instanceof ProviderException.Rejected || cause instanceof ProviderException.Conflict) {
                LOG.warn("object {} is left out: {}", key, cause.getMessage());
                return CompletableFuture.completedStage(Optional.empty());
            }
            return CompletableFuture.failedStage(failure);
        });
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        if (keys.size() > MAX_HEAD) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    "at most " + MAX_HEAD + " objects can be looked at in one call, not " + keys.size(), null));
        }
        List<ObjectKey> once = keys.stream().distinct().toList();
        return RemoteBatches.each(once, key -> find(key).thenApply(found -> found.map(RemoteObject::stored)))
                .thenApply(found -> {
                    Map<ObjectKey, Optional<StoredObject>> known = new HashMap<>();
                    IntStream.range(0, once.size()).forEach(i -> known.put(once.get(i), found.get(i)));
                    return keys.stream().map(known::get).toList();
                });
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return listing.list(bucket, query);
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return RemoteNames.isObject(key.name())
                ? reads.read(key, token, range)
                : CompletableFuture.failedStage(gone(key));
    }

    static ProviderException gone(ObjectKey key) {
        return new ProviderException.NotFound("there is no object " + key + " in the state that is asked for");
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        boolean inParts = spec.layout().count() > 1;
        try {
            RemoteNames.require(spec.key().name(), inParts, contents.store().takesAnyName());
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
        return intents.declare(spec.key(), spec.id(), List.of())
                .thenApply(declared -> new RemoteWriter(spec, contents, names, this));
    }

    /** A manifest goes before its parts, and both before a content that hid them: nothing comes to light again. */
    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        if (!RemoteNames.isObject(key.name())) {
            return CompletableFuture.failedStage(gone(key));
        }
        return inParts(key)
                .thenCompose(parts -> parts.isPresent() ? removeParts(parts.get()) : none())
                .thenCompose(hadParts -> contents.delete(address(key)).thenAccept(wasThere -> {
                    if (!wasThere && !hadParts) {
                        throw new ProviderException.NotFound("there is no object " + key);
                    }
                }));
    }

    private static CompletionStage<Boolean> none() {
        return CompletableFuture.completedStage(false);
    }

    /** Says first what will be removed, so that a crash leaves nothing that nobody knows of. */
    CompletionStage<Boolean> removeParts(RemoteObject object) {
        ObjectId intent = new ObjectId(ids.get());
        List<String> parts = object.manifest().orElseThrow().parts().stream()
                .map(PartsManifest.Part::id)
                .toList();
        return intents.declare(object.key(), intent, parts)
                .thenCompose(declared -> contents.delete(object.at()))
                .thenCompose(deleted -> contents.deleteAll(
                        parts.stream().map(object.at()::sibling).toList()))
                .thenCompose(deleted -> intents.settle(object.key(), intent))
                .thenApply(settled -> true);
    }

    /** {@code act} on the object in that very state; NotFound if it is in another. */
    <T> CompletionStage<T> inState(ObjectKey key, VersionToken token, Function<RemoteObject, CompletionStage<T>> act) {
        return find(key)
                .thenCompose(found -> act.apply(
                        found.filter(object -> object.token().equals(token)).orElseThrow(() -> gone(key))));
    }
}
