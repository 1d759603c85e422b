package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.User;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.StoredChunk;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Gives blobs of GET jobs out. Belongs to the control thread. */
final class BlobDelivery {

    private final EngineContext context;
    private final JobBoard board;
    private final BlobLocator locator;

    BlobDelivery(EngineContext context, JobBoard board, BlobLocator locator) {
        this.context = context;
        this.board = board;
        this.locator = locator;
    }

    /** What has to be opened is told on the control thread, and opened elsewhere, if it can. */
    CompletionStage<Read> get(User user, JobId id, Download download) {
        return context.control()
                .call(() -> context.control().next(board.require(user, id), job -> {
                    requireGet(job);
                    Optional<ActiveJob> running = board.find(id).filter(j -> !j.hasEnded());
                    return running.isPresent() ? fromRunning(running.get(), download) : fromEnded(job, download);
                }))
                .thenCompose(Supplier::get);
    }

    private static void requireGet(Job job) {
        if (job.kind() != JobKind.GET) {
            throw new ApiException(
                    Problem.INVALID, "job " + job.id() + " is a " + job.kind() + " job; it gives no data");
        }
        if (job.status() == JobStatus.CANCELED) {
            throw new ApiException(Problem.GONE, "job " + job.id() + " is CANCELED and gives no data");
        }
    }

    private CompletionStage<Supplier<CompletionStage<Read>>> fromRunning(ActiveJob job, Download download) {
        job.touch();
        return context.control().next(locator.find(job, download.address()), place -> {
            ActiveChunk chunk = place.chunk();
            Blob blob = chunk.blob(place.index());
            if (chunk.intended().hasEvidence(place.index())) {
                return CompletableFuture.completedStage(() -> again(job.job(), job.store(), blob, download));
            }
            List<ByteRange> ranges = ranges(blob, download.ranges());
            Outgoing outgoing = chunk.outgoing(place.index());
            outgoing.begin();
            return depart(new Departure(
                    job, chunk, place.index(), job.keyOf(blob), ranges, outgoing, pace(job.store(), job.job())));
        });
    }

    /** One read and where it comes from. */
    private record Departure(
            ActiveJob job,
            ActiveChunk chunk,
            int index,
            ObjectKey key,
            List<ByteRange> ranges,
            Outgoing outgoing,
            TransferPace pace) {

        Blob blob() {
            return chunk.blob(index);
        }
    }

    private TransferPace pace(Store store, Job job) {
        return context.limits().pace(store.id(), job.owner());
    }

    private CompletionStage<Supplier<CompletionStage<Read>>> depart(Departure departure) {
        CompletionStage<SlotPool.Slot> turn = context.limits()
                .inTurn(departure.pace(), () -> departure.job().grants().slotFor(departure.chunk()));
        CompletionStage<Supplier<CompletionStage<Read>>> granted = context.control()
                .next(turn, slot -> {
                    slot.begin();
                    return endOnFailure(
                            slot,
                            context.control()
                                    .next(
                                            departure.job().granted(departure.chunk()),
                                            nothing -> CompletableFuture.completedStage(() -> open(departure, slot))));
                });
        return context.control().rescue(granted, failure -> broken(departure, failure));
    }

    private <T> CompletionStage<T> endOnFailure(SlotPool.Slot slot, CompletionStage<T> stage) {
        return context.control().rescue(stage, failure -> {
            slot.end();
            return CompletableFuture.failedStage(failure);
        });
    }

    private <T> CompletionStage<T> broken(Departure departure, Throwable failure) {
        departure.outgoing().broke(List.of());
        departure.job().announce();
        return lost(departure, failure);
    }

    private CompletionStage<Read> open(Departure departure, SlotPool.Slot slot) {
        return context.control()
                .rescue(endOnFailure(slot, readBlob(departure, slot)), failure -> broken(departure, failure));
    }

    private CompletionStage<Read> readBlob(Departure departure, SlotPool.Slot slot) {
        ActiveJob job = departure.job();
        Blob blob = departure.blob();
        ObjectKey key = departure.key();
        return context.objects().require(job.store(), key).thenCompose(object -> {
            requirePinned(key, blob, object);
            return PayloadReads.open(job.store(), key, object.token(), departure.ranges())
                    .thenApply(payloads -> new BlobRead(
                            object,
                            blob.range(),
                            departure.ranges(),
                            departure.pace().of(payloads),
                            () -> delivered(departure, slot),
                            () -> context.control().run(() -> broke(departure, slot))));
        });
    }

    private static void requirePinned(ObjectKey key, Blob blob, ObjectInfo object) {
        Optional<VersionToken> pinned = blob.pinned();
        if (pinned.isPresent() && !pinned.get().equals(object.token())) {
            throw new ApiException(Problem.NO_SUCH_OBJECT, "object " + key + " was replaced after the job was made");
        }
    }

    private CompletionStage<Void> delivered(Departure departure, SlotPool.Slot slot) {
        return context.control().call(() -> {
            slot.end();
            departure.pace().moved(departure.ranges());
            departure.outgoing().acknowledged(departure.ranges());
            if (!departure.outgoing().isWhole() || departure.job().hasEnded()) {
                departure.job().announce();
                return CompletableFuture.completedStage(null);
            }
            departure.chunk().evidence(departure.index());
            return context.control()
                    .then(departure.job().record(departure.chunk()), nothing -> board.finishIfDone(departure.job()));
        });
    }

    private static void broke(Departure departure, SlotPool.Slot slot) {
        slot.end();
        departure.outgoing().broke(departure.ranges());
        departure.job().announce();
    }

    /** A blob whose object is gone or another one leaves the job with that reason; the rest decides. */
    private <T> CompletionStage<T> lost(Departure departure, Throwable failure) {
        ApiException told = Failures.translate(failure, Problem.NO_SUCH_OBJECT);
        Optional<JobStaging> staging = departure.job().staging().filter(own -> told.problem() == Problem.CONFLICT);
        if (staging.isPresent()) {
            return CompletableFuture.failedStage(staging.get()
                    .lost(departure.chunk().number(), context.environment().now()));
        }
        if (told.problem() != Problem.NO_SUCH_OBJECT || departure.job().hasEnded()) {
            return CompletableFuture.failedStage(told);
        }
        departure.chunk().fail(departure.index(), told.getMessage());
        departure.job().objects().failed(departure.blob(), told.getMessage());
        CompletionStage<Void> recorded = context.control()
                .then(departure.job().record(departure.chunk()), nothing -> board.finishIfDone(departure.job()));
        return recorded.<T>handle((nothing, ignored) -> {
            throw told;
        });
    }

    /** Blobs of a completed job stay readable while it is in history. */
    private CompletionStage<Supplier<CompletionStage<Read>>> fromEnded(Job job, Download download) {
        return search(job, download, 0)
                .thenApply(blob -> () -> again(job, context.stores().get(job.store()), blob, download));
    }

    private CompletionStage<Blob> search(Job job, Download download, int number) {
        ObjectKey key = download.address().key();
        long offset = download.address().offset().orElse(0);
        return context.control().then(context.jobStore().chunks().page(job.id(), number, 1), page -> {
            if (page.isEmpty()) {
                throw BlobLocator.missing(job, key, offset);
            }
            StoredChunk stored = page.get(0);
            return stored.chunk()
                    .find(key.name(), offset)
                    .<CompletionStage<Blob>>map(i -> CompletableFuture.completedStage(
                            stored.chunk().blobs().get(i)))
                    .orElseGet(() -> search(job, download, number + 1));
        });
    }

    private CompletionStage<Read> again(Job job, Store store, Blob blob, Download download) {
        ObjectKey key = new ObjectKey(job.bucket(), blob.name());
        List<ByteRange> ranges = ranges(blob, download.ranges());
        TransferPace pace = pace(store, job);
        return context.control()
                .then(context.limits().inTurn(pace, () -> context.objects().require(store, key)), object -> {
                    requirePinned(key, blob, object);
                    return PayloadReads.open(store, key, object.token(), ranges)
                            .thenApply(
                                    payloads -> BlobRead.withoutEvidence(object, blob.range(), ranges, payloads, pace));
                });
    }

    private static List<ByteRange> ranges(Blob blob, List<ByteRange> asked) {
        asked.stream().filter(range -> !blob.range().covers(range)).findFirst().ifPresent(range -> {
            throw new ApiException(
                    Problem.RANGE_NOT_SATISFIABLE,
                    "bytes " + range.offset() + " to " + (range.end() - 1) + " do not lie in the blob of " + blob.name()
                            + " at offset " + blob.offset() + ", which has " + blob.length() + " bytes");
        });
        return asked.isEmpty() ? List.of(blob.range()) : List.copyOf(asked);
    }
}
