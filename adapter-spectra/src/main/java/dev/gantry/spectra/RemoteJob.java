package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Progress;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Truncation;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Jobs;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A job's attributes as answers name them. What the protocol does not name is not invented: counts of objects and blobs
 * come from elsewhere or are 0, and an owner's role counts as the least.
 *
 * @param bytes the sum of its blobs' lengths
 * @param doneBytes what has evidence, in bytes
 * @param cachedBytes what was received, or was online, in bytes
 */
record RemoteJob(
        JobId id,
        String name,
        JobKind kind,
        BucketName bucket,
        User owner,
        Priority priority,
        Ordering ordering,
        boolean aggregating,
        Instant created,
        JobStatus status,
        long bytes,
        long doneBytes,
        long cachedBytes,
        Optional<Ending> ending) {

    /** Reads the attributes of a MasterObjectList or of a Job in a list of jobs. */
    static RemoteJob of(RemoteElement element) {
        JobStatus status = RemoteValues.constant(JobStatus.class, element.get("Status"));
        return of(element, status, "JobId", new BucketName(element.get("BucketName")), "StartDate");
    }

    /** Reads the record of a canceled job, which names its bucket by id only. */
    static RemoteJob ofCanceled(RemoteElement element, BucketName bucket) {
        return of(element, JobStatus.CANCELED, "Id", bucket, "CreatedAt");
    }

    private static RemoteJob of(RemoteElement element, JobStatus status, String id, BucketName bucket, String date) {
        Instant created = RemoteValues.time(date, element.get(date));
        return new RemoteJob(
                JobId.parse(element.get(id)),
                element.find("Name").orElse(Jobs.UNTITLED),
                RemoteValues.constant(JobKind.class, element.get("RequestType")),
                bucket,
                owner(element),
                RemoteValues.constant(Priority.class, element.get("Priority")),
                element.find("ChunkClientProcessingOrderGuarantee")
                        .map(text -> RemoteValues.constant(Ordering.class, text))
                        .orElse(Ordering.IN_ORDER),
                element.isTrue("Aggregating"),
                created,
                status,
                element.number("OriginalSizeInBytes"),
                element.number("CompletedSizeInBytes"),
                element.number("CachedSizeInBytes"),
                status == JobStatus.IN_PROGRESS ? Optional.empty() : Optional.of(ending(element, status, created)));
    }

    private static User owner(RemoteElement element) {
        UserId id = UserId.parse(element.get("UserId"));
        return new User(id, element.find("UserName").orElse(id.toString()), Role.USER);
    }

    /** Where an answer does not say when the job ended, its start stands for it: it did not end before. */
    private static Ending ending(RemoteElement element, JobStatus status, Instant created) {
        Instant at = element.find("DateCanceled")
                .or(() -> element.find("DateCompleted"))
                .map(text -> RemoteValues.time("the job's end", text))
                .orElse(created);
        boolean idle = element.isTrue("CanceledDueToTimeout");
        return new Ending(
                at, status == JobStatus.CANCELED ? Optional.of(reason(element, idle)) : Optional.empty(), idle);
    }

    private static String reason(RemoteElement element, boolean idle) {
        return element.find("ErrorMessage").orElse(idle ? "canceled: its client was silent for too long" : "canceled");
    }

    /** The same job, which has ended, with what its record tells of the end. */
    RemoteJob endedAs(RemoteElement record) {
        return new RemoteJob(
                id,
                name,
                kind,
                bucket,
                owner,
                priority,
                ordering,
                aggregating,
                created,
                status,
                bytes,
                doneBytes,
                cachedBytes,
                Optional.of(ending(record, status, created)));
    }

    /**
     * The job as the domain has it.
     *
     * @param counted how many objects, blobs and chunks it has, as far as they were seen
     * @param received how many blobs of a PUT job were received, as far as they were seen
     */
    Job toJob(StoreId store, JobSize counted, long received) {
        JobSize size = new JobSize(counted.objects(), counted.blobs(), counted.chunks(), bytes);
        long done = status == JobStatus.COMPLETED ? counted.blobs() : kind == JobKind.PUT ? received : 0;
        Progress progress = new Progress(done, 0, doneBytes, cachedBytes);
        JobTerms terms = new JobTerms(name, priority, ordering, aggregating ? Set.of(JobOption.AGGREGATING) : Set.of());
        return new Job(id, kind, store, bucket, owner, terms, created, status, size, progress, Truncation.NONE, ending);
    }
}
