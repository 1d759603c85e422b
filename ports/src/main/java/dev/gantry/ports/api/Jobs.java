package dev.gantry.ports.api;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Priority;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Bulk jobs. */
public interface Jobs {

    /** The most objects one job may ask for (docs/spectra-s3.md, Limits). */
    int MAX_OBJECTS = 500_000;

    /** The name a job has when nobody names it. */
    String UNTITLED = "Untitled";

    /**
     * Makes a job: validated, planned and durable when the stage completes, or nothing is left of it.
     *
     * <p>With {@link JobOption#AGGREGATING} what is asked for joins the user's running job that has it too, of the same
     * bucket, kind and ordering, made in the last 30 minutes; without such a job it becomes one.
     *
     * <p>{@code objects} is pulled on a thread that may block, one after the other, and may throw {@link ApiException},
     * which becomes the outcome. Fails with NO_SUCH_BUCKET; INVALID for a name twice, more than {@link #MAX_OBJECTS},
     * none at all, or a size the store cannot take; for PUT with OBJECT_EXISTS where the bucket may not replace, and
     * CONFLICT where another active PUT job has the name; for GET with NO_SUCH_OBJECT naming the first that is missing.
     */
    CompletionStage<Created> create(JobRequest request, Iterator<AskedObject> objects);

    /** The job, running or ended. NO_SUCH_JOB if there is none, FORBIDDEN if it is another user's. */
    CompletionStage<Job> get(JobId job);

    /**
     * One page of the user's jobs, or everybody's where the role reaches them, that {@code filter} takes; running ones
     * first, then those that ended last. INVALID if the page is to begin behind a job that is not there.
     */
    CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page);

    /** Every job that {@code filter} takes, read page by page; one that ends meanwhile may be missed. */
    default CompletionStage<List<Job>> all(JobFilter filter) {
        return behind(filter, List.of());
    }

    private CompletionStage<List<Job>> behind(JobFilter filter, List<Job> before) {
        return list(filter, PageRequest.from(before.size())).thenCompose(page -> {
            List<Job> known =
                    Stream.concat(before.stream(), page.items().stream()).toList();
            return page.left() == 0 || page.items().isEmpty()
                    ? CompletableFuture.completedStage(known)
                    : behind(filter, known);
        });
    }

    /**
     * Changes a running job. An empty change is a sign of life: it makes every blob that is not done listable again.
     * GONE if the job has ended; INVALID if the priority is the node's own.
     */
    CompletionStage<Job> modify(JobId job, JobChange change);

    /**
     * Cancels a running job before it completes: it takes and gives no data from then on, its names are free, what is
     * stored stays. A job that has ended stays as it is, without failure; FORBIDDEN if a running one is protected.
     */
    CompletionStage<Job> cancel(JobId job, String reason);

    /**
     * What a creation made.
     *
     * @param job the new job, or the one that what was asked for has joined
     * @param firstChunk the number of the first chunk of this creation
     * @param chunks how many chunks this creation made
     */
    record Created(Job job, int firstChunk, int chunks) {}

    /**
     * What is asked for.
     *
     * @param maxUpload the largest blob in bytes, if the client has a wish; PUT only
     */
    record JobRequest(
            JobKind kind,
            BucketName bucket,
            String name,
            Optional<Priority> priority,
            Ordering ordering,
            OptionalLong maxUpload,
            Set<JobOption> options) {

        public JobRequest {
            options = Set.copyOf(options);
        }

        /** A request without any option. */
        public JobRequest(
                JobKind kind,
                BucketName bucket,
                String name,
                Optional<Priority> priority,
                Ordering ordering,
                OptionalLong maxUpload) {
            this(kind, bucket, name, priority, ordering, maxUpload, Set.of());
        }
    }

    /**
     * One object of a request, or a part of one. The same name may come several times with different parts: the job then
     * has every blob that holds a byte of them, once.
     *
     * @param length in bytes: of a PUT what will come, else not looked at
     * @param part which bytes of the object are to be read, cut at its end; all of it if empty. Not of a PUT
     * @param version the state of the object that is meant, if not just the one there is; NO_SUCH_OBJECT if it is not
     *     there. Not of a PUT
     */
    record AskedObject(ObjectName name, long length, Optional<ByteRange> part, Optional<ObjectId> version) {

        public AskedObject(ObjectName name, long length) {
            this(name, length, Optional.empty(), Optional.empty());
        }

        /** The bytes of an object that lie in {@code part}. */
        public static AskedObject part(ObjectName name, ByteRange part) {
            return new AskedObject(name, 0, Optional.of(part), Optional.empty());
        }
    }
}
