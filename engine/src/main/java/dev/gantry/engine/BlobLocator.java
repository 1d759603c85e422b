package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the blob of a running job that a data request means. Belongs to the control thread. */
final class BlobLocator {

    /** A blob's place in a loaded chunk. */
    record Place(ActiveChunk chunk, int index) {}

    private final EngineContext context;

    BlobLocator(EngineContext context) {
        this.context = context;
    }

    /** The blob, or NO_SUCH_BLOB. */
    CompletionStage<Place> find(ActiveJob job, Address address) {
        long offset = address.offset().orElse(0);
        requireBucket(job.job(), address.key());
        for (ActiveChunk chunk : job.chunks().all()) {
            Optional<Integer> index = chunk.find(address.key().name(), offset);
            if (index.isPresent()) {
                return CompletableFuture.completedStage(new Place(chunk, index.get()));
            }
        }
        return context.control()
                .then(
                        context.jobStore().names().holding(List.of(address.key())),
                        holders -> search(job, address, offset, mine(job, holders.get(0))));
    }

    private static List<Integer> mine(ActiveJob job, List<ChunkAddress> holders) {
        return holders.stream()
                .filter(holder -> holder.job().equals(job.id()))
                .map(ChunkAddress::number)
                .sorted()
                .toList();
    }

    private CompletionStage<Place> search(ActiveJob job, Address address, long offset, List<Integer> numbers) {
        if (numbers.isEmpty()) {
            throw missing(job.job(), address.key(), offset);
        }
        return context.control()
                .then(
                        job.chunks().load(numbers.get(0)),
                        chunk -> chunk.find(address.key().name(), offset)
                                .map(index -> CompletableFuture.completedStage(new Place(chunk, index)))
                                .orElseGet(() -> search(job, address, offset, numbers.subList(1, numbers.size()))
                                        .toCompletableFuture()));
    }

    private static void requireBucket(Job job, ObjectKey key) {
        if (!job.bucket().equals(key.bucket())) {
            throw new ApiException(
                    Problem.NO_SUCH_BLOB, "job " + job.id() + " is about bucket " + job.bucket() + ", not " + key);
        }
    }

    static ApiException missing(Job job, ObjectKey key, long offset) {
        return new ApiException(
                Problem.NO_SUCH_BLOB,
                "job " + job.id() + " has no blob of " + key.name() + " at offset " + offset
                        + "; use the offsets of the job's answer");
    }
}
