package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Transition;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The jobs of the far side (docs/spectra-s3.md, Jobs). */
final class RemoteJobs implements Jobs {

    private final RemoteNode node;
    private final RemotePlans plans;
    private final RemoteBuckets buckets;

    RemoteJobs(RemoteNode node, RemotePlans plans, RemoteBuckets buckets) {
        this.node = node;
        this.plans = plans;
        this.buckets = buckets;
    }

    /** The objects are written to a file that has no name by the time it is sent, never held in memory. */
    @Override
    public CompletionStage<Created> create(JobRequest request, Iterator<AskedObject> objects) {
        return CompletableFuture.completedFuture(objects)
                .thenApplyAsync(asked -> RemoteRequest.spool(request, asked), node.documents())
                .thenCompose(body -> whole(start(request).body(WireNames.XML, body)))
                .thenApply(job -> new Created(job, 0, job.size().chunks()));
    }

    private static RemoteCall start(JobRequest request) {
        String operation = "start_bulk_" + request.kind().name().toLowerCase(Locale.ROOT);
        RemoteCall call = RemoteCall.rest("PUT", "bucket/" + request.bucket())
                .query("operation", operation)
                .query("name", request.name())
                .missing(request.kind() == JobKind.PUT ? Problem.NO_SUCH_BUCKET : Problem.NO_SUCH_OBJECT);
        request.priority().ifPresent(priority -> call.query("priority", priority.name()));
        request.maxUpload().ifPresent(bytes -> call.query("max_upload_size", Long.toString(bytes)));
        if (request.kind() == JobKind.GET) {
            call.query(
                    "chunk_client_processing_order_guarantee",
                    request.ordering().name());
        }
        ask(call, request.options());
        return call;
    }

    private static void ask(RemoteCall call, Set<JobOption> options) {
        JobOptions.PARAMETERS.forEach((parameter, option) -> {
            if (options.contains(option)) {
                call.query(parameter, "true");
            }
        });
        if (options.contains(JobOption.KEPT_WHEN_IDLE)) {
            call.query(JobOptions.CLEANUP, "false");
        }
    }

    private static void change(RemoteCall call, JobOption option, boolean given) {
        if (option == JobOption.KEPT_WHEN_IDLE) {
            call.query(JobOptions.CLEANUP, Boolean.toString(!given));
        } else if (option == JobOption.PROTECTED) {
            call.query("protected", Boolean.toString(given));
        } else {
            call.flag("close_aggregating_job");
        }
    }

    /** Sends a call that is answered by the whole job. */
    private CompletionStage<Job> whole(RemoteCall call) {
        return node.read(call, (headers, in) -> {
                    RemoteJobList list = RemoteJobList.read(in, number -> false);
                    RemoteJob job = RemoteJob.of(list.root());
                    plans.learn(job, list.plan());
                    return new Counted(job, list.received());
                })
                .thenCompose(this::toldHowItEnded)
                .thenCompose(this::placed);
    }

    /** A job, and how many of its blobs were received. */
    private record Counted(RemoteJob job, long received) {}

    private CompletionStage<Job> placed(Counted counted) {
        JobSize size =
                plans.find(counted.job().id()).map(known -> known.plan().size()).orElse(JobSize.EMPTY);
        return buckets.store(counted.job().bucket())
                .thenApply(store -> counted.job().toJob(store, size, Math.min(counted.received(), size.blobs())));
    }

    @Override
    public CompletionStage<Job> get(JobId job) {
        return whole(RemoteCall.rest("GET", "job/" + job).missing(Problem.NO_SUCH_JOB))
                .exceptionallyCompose(failure -> isGone(failure)
                        ? canceled(job).exceptionallyCompose(none -> CompletableFuture.failedFuture(failure))
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isGone(Throwable failure) {
        return RemoteNode.unwrapped(failure) instanceof ApiException e
                && (e.problem() == Problem.NO_SUCH_JOB || e.problem() == Problem.GONE);
    }

    /** A canceled job may be gone from the jobs, and stand among the canceled ones only. */
    private CompletionStage<Job> canceled(JobId job) {
        return ended("canceled_job", job)
                .thenCompose(record -> buckets.find(record.get("BucketId"))
                        .thenApply(bucket -> RemoteJob.ofCanceled(record, bucket.name())))
                .thenCompose(found -> placed(new Counted(found, 0)));
    }

    private CompletionStage<RemoteElement> ended(String records, JobId job) {
        RemoteCall call = RemoteCall.rest("GET", records + "/" + job).missing(Problem.NO_SUCH_JOB);
        return node.read(call, (headers, in) -> RemoteElement.read(in, "Data"));
    }

    /** The list of a job that has ended does not say when and why; its record may. */
    private CompletionStage<Counted> toldHowItEnded(Counted counted) {
        RemoteJob job = counted.job();
        return switch (job.status()) {
            case IN_PROGRESS -> CompletableFuture.completedFuture(counted);
            case COMPLETED -> toldHowItEnded(counted, "completed_job");
            case CANCELED -> toldHowItEnded(counted, "canceled_job");
        };
    }

    private CompletionStage<Counted> toldHowItEnded(Counted counted, String records) {
        return ended(records, counted.job().id())
                .thenApply(record -> new Counted(counted.job().endedAs(record), counted.received()))
                .exceptionally(none -> counted);
    }

    @Override
    public CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page) {
        boolean running = Set.of(JobStatus.IN_PROGRESS).containsAll(filter.statuses());
        List<String> flags = running ? List.of() : List.of("full_details");
        return new RemotePages<>(node, "job", flags, "Jobs", "Job", RemoteJob::of)
                .all()
                .thenCompose(this::placed)
                .thenApply(jobs -> jobs.stream()
                        .filter(filter::accepts)
                        .sorted(JobFilter.NEWEST_FIRST)
                        .toList())
                .thenCompose(jobs -> cut(jobs, page));
    }

    private static CompletionStage<Page<Job>> cut(List<Job> jobs, PageRequest page) {
        try {
            return CompletableFuture.completedFuture(
                    page.of(jobs, job -> job.id().value()));
        } catch (InvalidValueException e) {
            return CompletableFuture.failedFuture(new ApiException(Problem.INVALID, e.getMessage(), e));
        }
    }

    private CompletionStage<List<Job>> placed(List<RemoteJob> jobs) {
        CompletionStage<List<Job>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (RemoteJob job : jobs) {
            all = all.thenCompose(list -> placed(new Counted(job, 0)).thenApply(placed -> {
                list.add(placed);
                return list;
            }));
        }
        return all.thenApply(List::copyOf);
    }

    /** The answer may leave out blobs that are done, so nothing is learned of the plan from it. */
    @Override
    public CompletionStage<Job> modify(JobId job, JobChange change) {
        RemoteCall call = RemoteCall.rest("PUT", "job/" + job).missing(Problem.NO_SUCH_JOB);
        change.name().ifPresent(name -> call.query("name", name));
        change.priority().ifPresent(priority -> call.query("priority", priority.name()));
        change.created().ifPresent(created -> call.query("created_at", Dates.format(created)));
        change.options().forEach((option, given) -> change(call, option, given));
        return plans.of(job)
                .thenCompose(known -> node.read(call, (headers, in) -> {
                    RemoteJobList list = RemoteJobList.read(in, number -> false);
                    return new Counted(RemoteJob.of(list.root()), list.received());
                }))
                .thenCompose(this::placed);
    }

    /** The protocol has no place for the reason; it stands in the answer where the server forgets the job. */
    @Override
    public CompletionStage<Job> cancel(JobId job, String reason) {
        return get(job).thenCompose(before -> before.isActive()
                ? node.confirm(RemoteCall.rest("DELETE", "job/" + job)
                                .flag("force")
                                .missing(Problem.NO_SUCH_JOB))
                        .thenCompose(done -> get(job).exceptionallyCompose(failure -> gone(before, reason, failure)))
                : CompletableFuture.completedFuture(before));
    }

    private CompletionStage<Job> gone(Job before, String reason, Throwable failure) {
        return isGone(failure) && before.cancel(node.clock().instant(), reason) instanceof Transition.Moved moved
                ? CompletableFuture.completedFuture(moved.job())
                : CompletableFuture.failedFuture(failure);
    }
}
