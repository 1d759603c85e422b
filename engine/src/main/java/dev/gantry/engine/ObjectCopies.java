package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Permission;
import dev.gantry.domain.User;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes objects of others without a client's bytes: copies, and new metadata where a store cannot just replace it. A store
 * that can copies by itself what stays in it; elsewhere blobs go from store to store one after the other, and each is
 * compared with the checksums that are known of it.
 */
final class ObjectCopies {

    private final EngineContext context;
    private final NakedRequests turns;
    private final ServerCopies serverCopies;

    ObjectCopies(EngineContext context, NakedRequests turns) {
        this.context = context;
        this.serverCopies = new ServerCopies(context.objects());
        this.turns = turns;
    }

    /** What is copied, and into what. */
    private record Copy(Store from, ObjectInfo source, Store to, WriteSpec spec, Set<ChecksumType> digests) {

        /** What the bytes must be, where source and copy are cut alike. */
        Checksums expected(int blob) {
            return source.layout().equals(spec.layout()) ? source.blobs().get(blob) : Checksums.none();
        }
    }

    CompletionStage<ObjectInfo> copy(User user, ObjectKey source, ObjectKey target, Set<ChecksumType> wanted) {
        return context.control()
                .then(
                        context.stores().require(user, source.bucket(), Permission.READ),
                        from -> context.control()
                                .then(
                                        context.stores().require(user, target.bucket(), Permission.WRITE),
                                        to -> context.objects()
                                                .require(from.store(), source)
                                                .thenCompose(object -> NakedRequests.online(from.store(), object)
                                                        .thenApply(there -> object))
                                                .thenCompose(object -> copy(
                                                        user,
                                                        from.store(),
                                                        object,
                                                        to,
                                                        target,
                                                        object.metadata(),
                                                        wanted))));
    }

    private CompletionStage<ObjectInfo> copy(
            User user,
            Store from,
            ObjectInfo source,
            StoreDirectory.Located to,
            ObjectKey target,
            Metadata metadata,
            Set<ChecksumType> wanted) {
        Optional<ServerCopy> own = from == to.store() ? from.provider().capability(ServerCopy.class) : Optional.empty();
        WriteSpec spec = new WriteSpec(
                target,
                new ObjectId(context.environment().newId()),
                context.environment().now(),
                layout(to.store().provider().limits(), source, own.isPresent()),
                metadata,
                to.bucket().replace());
        return turns.inTurn(
                user,
                to.store(),
                JobKind.PUT,
                () -> own.map(server -> serverCopies.write(from, server, source, spec))
                        .orElseGet(() -> write(new Copy(from, source, to.store(), spec, digests(wanted))))
                        .thenCompose(stored -> described(to.store(), stored)));
    }

    /** What a store copies by itself stays cut as it is, so that what is known of each blob carries over. */
    private static BlobLayout layout(WriteLimits limits, ObjectInfo source, boolean stays) {
        return stays && limits.take(source.layout())
                ? source.layout()
                : limits.layout(source.length(), OptionalLong.empty());
    }

    private static Set<ChecksumType> digests(Set<ChecksumType> wanted) {
        Set<ChecksumType> digests = EnumSet.of(ChecksumType.CRC32C);
        digests.addAll(wanted);
        return digests;
    }

    private CompletionStage<StoredObject> write(Copy copy) {
        return context.control().then(copy.to().objects(objects -> objects.begin(copy.spec())), writer -> {
            CompletionStage<StoredObject> done = context.control()
                    .then(
                            blobs(copy, writer, 0, new ArrayList<>()),
                            receipts -> context.objects().publish(copy.to(), copy.spec(), writer::publish, receipts));
            return context.control()
                    .settle(
                            done,
                            (object, failure) -> failure == null
                                    ? CompletableFuture.completedStage(object)
                                    : NakedRequests.abort(writer::abort, failure));
        });
    }

    private CompletionStage<List<Receipt>> blobs(Copy copy, ObjectWriter writer, int next, List<Receipt> receipts) {
        if (next == copy.spec().layout().count()) {
            return CompletableFuture.completedStage(receipts);
        }
        return context.control().then(blob(copy, writer, next), receipt -> {
            Blob blob = Blob.of(
                    copy.spec().key().name(), copy.spec().id(), copy.spec().layout(), next, Optional.empty());
            BlobIntake.requireAgreement(blob, receipt.checksums(), copy.expected(next));
            receipts.add(receipt);
            return blobs(copy, writer, next + 1, receipts);
        });
    }

    private static CompletionStage<Receipt> blob(Copy copy, ObjectWriter writer, int number) {
        ByteRange range = copy.spec().layout().range(number);
        ObjectInfo source = copy.source();
        return copy.from()
                .objects(objects -> objects.read(source.key(), source.token(), range))
                .thenCompose(payload -> copy.to()
                        .once(objects -> writer.write(range, payload, copy.digests()))
                        .whenComplete((receipt, failure) -> payload.close()));
    }

    private CompletionStage<ObjectInfo> described(Store store, StoredObject stored) {
        return context.objects().resolve(store, List.of(stored)).thenApply(known -> known.get(0));
    }

    /** By the store itself where it can, else by a copy in the object's place. */
    CompletionStage<ObjectInfo> update(User user, ObjectKey key, Metadata metadata) {
        return context.control()
                .then(
                        context.stores().require(user, key.bucket(), Permission.WRITE),
                        located -> context.objects()
                                .require(located.store(), key)
                                .thenCompose(object -> located.store()
                                        .provider()
                                        .capability(PropertyUpdate.class)
                                        .map(updates -> inPlace(located.store(), updates, object, metadata))
                                        .orElseGet(() -> copy(
                                                user, located.store(), object, located, key, metadata, kept(object)))));
    }

    private static Set<ChecksumType> kept(ObjectInfo object) {
        Set<ChecksumType> kept = EnumSet.noneOf(ChecksumType.class);
        object.blobs().forEach(blob -> blob.all().forEach(checksum -> kept.add(checksum.type())));
        return kept;
    }

    private CompletionStage<ObjectInfo> inPlace(
            Store store, PropertyUpdate updates, ObjectInfo object, Metadata metadata) {
        ObjectRecord record = new ObjectRecord(object.id(), object.created(), object.layout(), object.blobs());
        return store.repeat(() -> updates.update(object.key(), object.token(), metadata))
                .thenCompose(stored ->
                        context.objects().keep(store, stored, record).thenCompose(nothing -> described(store, stored)));
    }
}
