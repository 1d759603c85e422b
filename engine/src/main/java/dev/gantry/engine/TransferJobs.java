package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The jobs of bulk transfers. Their names begin with {@link BulkTransfer#RESERVED_PREFIX}, then say in a hash what was
 * asked for, so that an interrupted transfer finds its job again, and in a second one what it would move now, so that
 * it goes on only with a job that still fits.
 */
final class TransferJobs {

    /** How often an ended transfer asks for its job's end, and how long it waits between. */
    private static final int PATIENCE = 100;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Gateway gateway;
    private final TransferCalls calls;

    TransferJobs(Gateway gateway, TransferCalls calls) {
        this.gateway = gateway;
        this.calls = calls;
    }

    /** The first 16 digits of the SHA-256 of some lines. */
    static String hash(Stream<String> lines) {
        MessageDigest digest = sha256();
        lines.forEachOrdered(line -> {
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The running jobs whose name begins so, newest first. */
    List<Job> running(JobKind kind, String prefix) throws IOException, InterruptedException {
        JobFilter running = JobFilter.running().ofKind(kind);
        return calls.make(() -> TransferCalls.await(gateway.jobs().all(running))).stream()
                .filter(job -> job.name().startsWith(prefix))
                .toList();
    }

    /** Makes a job. A job that an unheard answer had made is taken in its place. */
    Job create(Jobs.JobRequest request, List<AskedObject> objects) throws IOException, InterruptedException {
        requireFew(objects);
        return calls.make(() -> {
            List<Job> made = running(request.kind(), request.name());
            return made.isEmpty() ? createNow(request, objects) : made.get(0);
        });
    }

    /** Makes a job beside earlier ones; empty where its user may have no more of them. */
    Optional<Job> createBeside(List<Job> earlier, Jobs.JobRequest request, List<AskedObject> objects)
            throws IOException, InterruptedException {
        requireFew(objects);
        Optional<Job> made = Optional.empty();
        for (int i = 0; i < 2 && made.isEmpty(); i++) { // whoever was away at first has answered before the second
            made = madeBeside(earlier, request);
            made = made.isPresent() ? made : createAtOnce(request, objects);
        }
        return made;
    }

    private Optional<Job> madeBeside(List<Job> earlier, Jobs.JobRequest request)
            throws IOException, InterruptedException {
        List<JobId> known = earlier.stream().map(Job::id).toList();
        return running(request.kind(), request.name()).stream()
                .filter(job -> !known.contains(job.id()))
                .findFirst();
    }

    private Optional<Job> createAtOnce(Jobs.JobRequest request, List<AskedObject> objects)
            throws IOException, InterruptedException {
        try {
            return Optional.of(createNow(request, objects));
        } catch (ApiException e) {
            if (e.problem() == Problem.UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Job createNow(Jobs.JobRequest request, List<AskedObject> objects) throws IOException, InterruptedException {
        return TransferCalls.await(gateway.jobs().create(request, objects.iterator()))
                .job();
    }

    private static void requireFew(List<AskedObject> objects) {
        if (objects.size() > Jobs.MAX_OBJECTS) {
            throw new ApiException(
                    Problem.INVALID,
                    objects.size() + " objects are more than the " + Jobs.MAX_OBJECTS
                            + " that one job may have; take parts of the tree one after the other");
        }
    }

    Job cancel(JobId job, String reason) throws IOException, InterruptedException {
        return calls.make(() -> TransferCalls.await(gateway.jobs().cancel(job, reason)));
    }

    /** Leaves a job as it stands, for whoever goes on with it. */
    Job leave(JobId job, TransferListener listener) throws IOException, InterruptedException {
        listener.notice("job " + job + " is left as it stands; run the same again to go on with it");
        return get(job);
    }

    /** The job once it has ended, or as it is when patience is over. */
    Job settled(JobId id) throws IOException, InterruptedException {
        Job job = get(id);
        for (int i = 0; job.isActive() && i < PATIENCE; i++) {
            TransferCalls.pause(PAUSE);
            job = get(id);
        }
        return job;
    }

    private Job get(JobId job) throws IOException, InterruptedException {
        return calls.make(() -> TransferCalls.await(gateway.jobs().get(job)));
    }

    /** Hands over every chunk of a job, in order. */
    void chunks(JobId job, Consumer<Chunks.Listing> visitor) throws IOException, InterruptedException {
        int max = Chunks.MAX_READY;
        List<Chunks.Listing> page;
        int from = 0;
        do {
            int first = from;
            page = calls.make(() -> TransferCalls.await(gateway.chunks().page(job, first, max)));
            page.forEach(visitor);
            from += page.size();
        } while (page.size() == max);
    }
}
