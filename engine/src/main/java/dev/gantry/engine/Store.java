package dev.gantry.engine;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.FreeSpace;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StorageProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** One store as the engine uses it: its provider behind its resilience, and its slots. */
final class Store {

    private final StorageProvider provider;
    private final Versioning versioning;
    private final Resilience resilience;
    private final SlotPool slots;
    private final SlotPool nakedSlots;
    private final Optional<StoreStaging> staging;

    Store(
            StorageProvider provider,
            Versioning versioning,
            Resilience resilience,
            SlotPool slots,
            SlotPool nakedSlots,
            StagingSettings stagingSettings) {
        this.provider = provider;
        this.versioning = versioning;
        this.staging =
                provider.capability(Staging.class).map(own -> new StoreStaging(own, resilience, stagingSettings));
        this.resilience = resilience;
        this.slots = slots;
        this.nakedSlots = nakedSlots;
    }

    StoreId id() {
        return provider.id();
    }

    StorageProvider provider() {
        return provider;
    }

    /** What buckets that are made in it get. */
    Versioning versioning() {
        return versioning;
    }

    /** The slots of chunks. */
    SlotPool slots() {
        return slots;
    }

    /** The slots of requests without a job: a chunk may take an hour to come, and must not hold them up. */
    SlotPool nakedSlots() {
        return nakedSlots;
    }

    /** A call on objects that can be made again. */
    <T> CompletionStage<T> objects(Function<ObjectStore, CompletionStage<T>> call) {
        return resilience.repeatable(() -> call.apply(provider.objects()));
    }

    /** A call on objects that is made once. */
    <T> CompletionStage<T> once(Function<ObjectStore, CompletionStage<T>> call) {
        return resilience.once(() -> call.apply(provider.objects()));
    }

    /** Any call that can be made again. */
    <T> CompletionStage<T> repeat(Supplier<CompletionStage<T>> call) {
        return resilience.repeatable(call);
    }

    /** A call on buckets; fails with Rejected where the store has none to make. */
    <T> CompletionStage<T> buckets(Function<BucketStore, CompletionStage<T>> call) {
        return provider.capability(BucketStore.class)
                .map(buckets -> resilience.repeatable(() -> call.apply(buckets)))
                .orElseGet(() -> CompletableFuture.failedStage(
                        new ProviderException.Rejected("store " + id() + " has no buckets of its own", null)));
    }

    /** How it brings data online, if some of it may not be. */
    Optional<StoreStaging> staging() {
        return staging;
    }

    Optional<ResumableWrites> resumable() {
        return provider.capability(ResumableWrites.class);
    }

    /** When calls are let through again, if the store has failed so often that none are now. */
    Optional<Instant> leftAloneUntil() {
        return resilience.closedUntil();
    }

    /** How many bytes are free; negative where the store does not know. */
    CompletionStage<Long> freeBytes() {
        return provider.capability(FreeSpace.class)
                .map(space -> resilience.repeatable(space::freeBytes))
                .orElseGet(() -> CompletableFuture.completedStage(-1L));
    }
}
