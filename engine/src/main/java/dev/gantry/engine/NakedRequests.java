package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Permission;
import dev.gantry.domain.Priority;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Data requests without a job: each waits for its turn like a job of one object, and leaves none behind. */
final class NakedRequests {

    private final EngineContext context;

    /** Names each turn in its queue; nobody else sees it. */
    private long turns;

    NakedRequests(EngineContext context) {
        this.context = context;
    }

    /** One request that wants one slot. */
    private record Turn(JobId id, User owner, Priority priority, CompletableFuture<SlotPool.Slot> slot)
            implements SlotPool.Claimant {

        @Override
        public boolean take(SlotPool.Slot given) {
            given.begin();
            return slot.complete(given);
        }

        @Override
        public boolean wantsMore() {
            return !slot.isDone();
        }
    }

    /** Runs {@code work} on this one's turn, off the control thread if it can; the slot is free again when it has ended. */
    <T> CompletionStage<T> inTurn(User user, Store store, JobKind kind, Supplier<? extends CompletionStage<T>> work) {
        return context.control()
                .call(() -> turn(user, store, kind))
                .thenCompose(slot -> begin(work)
                        .whenComplete((result, failure) -> context.control().run(() -> {
                            slot.end();
                            slot.release();
                        })));
    }

    private static <T> CompletionStage<T> begin(Supplier<? extends CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<SlotPool.Slot> turn(User user, Store store, JobKind kind) {
        JobId name = new JobId(new UUID(0, ++turns));
        Turn turn = new Turn(name, user, kind.defaultPriority(), new CompletableFuture<>());
        Optional<SlotPool.Slot> free = store.nakedSlots().tryTake(turn);
        if (free.isPresent()) {
            free.get().begin();
            return CompletableFuture.completedStage(free.get());
        }
        store.nakedSlots().offer(turn);
        Runnable callOff = giveUpLater(store, turn);
        return context.control().then(turn.slot(), slot -> {
            callOff.run();
            return CompletableFuture.completedStage(slot);
        });
    }

    private Runnable giveUpLater(Store store, Turn turn) {
        return context.environment().after(context.settings().patience(), () -> {
            store.nakedSlots().withdraw(turn.id());
            turn.slot()
                    .completeExceptionally(new ApiException(
                            Problem.UNAVAILABLE,
                            "all slots of store " + store.id() + " are in use",
                            context.settings().silence(),
                            null));
        });
    }

    CompletionStage<Received> put(User user, Upload upload) {
        ObjectKey key = upload.address().key();
        return context.control().then(context.stores().require(user, key.bucket(), Permission.WRITE), located -> {
            WriteSpec spec = new WriteSpec(
                    key,
                    new ObjectId(context.environment().newId()),
                    context.environment().now(),
                    wholeLayout(located.store(), upload),
                    upload.metadata(),
                    located.bucket().replace());
            return context.control()
                    .then(
                            refuseExisting(located, key),
                            nothing -> inTurn(
                                    user,
                                    located.store(),
                                    JobKind.PUT,
                                    () -> write(located.store(), spec, upload, pace(user, located.store()))));
        });
    }

    private CompletionStage<Void> refuseExisting(StoreDirectory.Located located, ObjectKey key) {
        if (located.bucket().replace()) {
            return CompletableFuture.completedStage(null);
        }
        return located.store().objects(objects -> objects.head(List.of(key))).thenAccept(found -> {
            if (found.get(0).isPresent()) {
                throw new ApiException(
                        Problem.OBJECT_EXISTS,
                        "there is an object " + key
                                + " already, and nothing is overwritten in its bucket; delete it first");
            }
        });
    }

    private static BlobLayout wholeLayout(Store store, Upload upload) {
        long length = upload.payload().length();
        long largest = store.provider().limits().largestBlob();
        if (length < 0 || length > largest) {
            throw new ApiException(
                    Problem.WRONG_LENGTH,
                    "an object of " + length + " bytes cannot be put in one request; at most " + largest
                            + " bytes can, and a bulk PUT job takes more");
        }
        return BlobLayout.whole(length);
    }

    private TransferPace pace(User user, Store store) {
        return context.limits().pace(store.id(), user);
    }

    private CompletionStage<Received> write(Store store, WriteSpec spec, Upload upload, TransferPace pace) {
        Blob blob = Blob.of(spec.key().name(), spec.id(), spec.layout(), 0, Optional.empty());
        upload.payload().pace(pace);
        return context.control().then(store.objects(objects -> objects.begin(spec)), writer -> {
            CompletionStage<Received> written = context.control()
                    .then(
                            context.limits()
                                    .inTurn(
                                            pace,
                                            () -> store.once(o -> writer.write(
                                                    blob.range(),
                                                    upload.payload(),
                                                    BlobIntake.digests(upload, context.settings())))),
                            receipt -> {
                                pace.moved(upload.payload().length());
                                BlobIntake.requireAgreement(blob, receipt.checksums(), upload.expected());
                                return context.objects()
                                        .publish(store, spec, writer::publish, List.of(receipt))
                                        .thenApply(stored -> BlobIntake.received(blob, receipt.checksums(), upload));
                            });
            return context.control()
                    .settle(
                            written,
                            (received, failure) -> failure == null
                                    ? CompletableFuture.completedStage(received)
                                    : abort(writer::abort, failure));
        });
    }

    /** Removes what was begun; the answer is still the failure. */
    static <T> CompletionStage<T> abort(Supplier<CompletionStage<Void>> abort, Throwable failure) {
        return abort.get().handle((nothing, ignored) -> failure).thenCompose(CompletableFuture::failedStage);
    }

    /** The turn is for the opening: a reader that is slow then holds up nobody. */
    CompletionStage<Read> get(User user, Download download) {
        ObjectKey key = download.address().key();
        return context.stores().require(user, key.bucket(), Permission.READ).thenCompose(located -> {
            Store store = located.store();
            TransferPace pace = pace(user, store);
            return context.limits()
                    .inTurn(
                            pace,
                            () -> inTurn(
                                    user,
                                    store,
                                    JobKind.GET,
                                    () -> context.objects()
                                            .require(store, key)
                                            .thenCompose(object -> online(store, object)
                                                    .thenCompose(there -> read(store, object, download, pace)))));
        });
    }

    /** Fails, as the store's staging says, while the object cannot be read. */
    static CompletionStage<Void> online(Store store, ObjectInfo object) {
        return store.staging()
                .map(staging -> staging.requireOnline(object.key(), object.token(), object.length()))
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private static CompletionStage<Read> read(Store store, ObjectInfo object, Download download, TransferPace pace) {
        ByteRange whole = new ByteRange(0, object.length());
        download.ranges().stream()
                .filter(range -> !whole.covers(range))
                .findFirst()
                .ifPresent(range -> {
                    throw new ApiException(
                            Problem.RANGE_NOT_SATISFIABLE,
                            "bytes " + range.offset() + " to " + (range.end() - 1) + " do not lie in " + object.key()
                                    + ", which has " + object.length() + " bytes");
                });
        List<ByteRange> ranges = download.ranges().isEmpty() ? List.of(whole) : download.ranges();
        return PayloadReads.open(store, object.key(), object.token(), ranges)
                .thenApply(payloads -> BlobRead.withoutEvidence(object, whole, ranges, payloads, pace));
    }
}
