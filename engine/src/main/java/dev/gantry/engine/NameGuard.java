package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.StoredChunk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sees to it that no two active PUT jobs have one name. A plan asks as it grows, against the jobs that are active then;
 * when it is admitted, one at a time, it is held against those admitted since it began. A client that is slow to name its
 * objects so holds up nobody. Thread-safe; may block.
 */
final class NameGuard {

    private record Admitted(long sequence, Job job) {}

    private final EngineContext context;
    private final Set<Entry> planning = new HashSet<>();
    private final List<Admitted> admitted = new ArrayList<>();
    private long sequence;

    NameGuard(EngineContext context) {
        this.context = context;
    }

    /** A plan begins; close it when the plan has ended, however. */
    synchronized Entry enter(BucketName bucket) {
        Entry entry = new Entry(bucket, sequence);
        planning.add(entry);
        return entry;
    }

    private synchronized void leave(Entry entry) {
        planning.remove(entry);
        long oldest = planning.stream().mapToLong(e -> e.since).min().orElse(Long.MAX_VALUE);
        admitted.removeIf(a -> a.sequence() < oldest);
    }

    private synchronized Created admit(Entry entry, NameSet names, Supplier<Created> activate) {
        admitted.stream()
                .filter(a -> a.sequence() >= entry.since && a.job().bucket().equals(entry.bucket))
                .forEach(a -> compare(a.job(), names));
        Created active = activate.get();
        admitted.add(new Admitted(sequence++, active.job()));
        return active;
    }

    private void compare(Job other, NameSet names) {
        for (int chunk = 0; chunk < other.size().chunks(); chunk++) {
            blobs(other.id(), chunk)
                    .map(Blob::name)
                    .filter(names::contains)
                    .findFirst()
                    .ifPresent(name -> {
                        throw conflict(other.id(), new ObjectKey(other.bucket(), name));
                    });
        }
    }

    private Stream<Blob> blobs(JobId job, int chunk) {
        return JobPlanner.await(context.jobStore().chunks().page(job, chunk, 1)).stream()
                .map(StoredChunk::chunk)
                .flatMap(c -> c.blobs().stream());
    }

    private static ApiException conflict(JobId job, ObjectKey key) {
        return new ApiException(
                Problem.CONFLICT, "job " + job + " is putting " + key + " already; wait for it or cancel it");
    }

    /** One plan in the making. */
    final class Entry implements AutoCloseable {

        private final BucketName bucket;
        private final long since;

        private Entry(BucketName bucket, long since) {
            this.bucket = bucket;
            this.since = since;
        }

        /** CONFLICT if an active PUT job has one of the names. */
        void check(List<ObjectKey> keys) {
            List<List<ChunkAddress>> holders =
                    JobPlanner.await(context.jobStore().names().holding(keys));
            for (int i = 0; i < keys.size(); i++) {
                ObjectKey key = keys.get(i);
                holders.get(i).stream().filter(puts(key.name())).findFirst().ifPresent(holder -> {
                    throw conflict(holder.job(), key);
                });
            }
        }

        private Predicate<ChunkAddress> puts(ObjectName name) {
            return holder -> isPut(holder.job())
                    && blobs(holder.job(), holder.number())
                            .anyMatch(b -> b.name().equals(name));
        }

        private boolean isPut(JobId job) {
            return JobPlanner.await(context.jobStore().jobs().find(job))
                    .filter(found -> found.kind() == JobKind.PUT && !found.isTruncated())
                    .isPresent();
        }

        /** Runs {@code activate} unless a PUT job that was admitted meanwhile has one of {@code names}. */
        Created admit(NameSet names, Supplier<Created> activate) {
            return NameGuard.this.admit(this, names, activate);
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}
