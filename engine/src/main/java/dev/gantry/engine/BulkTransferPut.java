package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.engine.TransferSummary.Start;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of {@link BulkTransfer#put}. */
final class BulkTransferPut implements TransferLoop.Mover {

    private final TransferContext context;
    private final Gateway gateway;
    private final TransferCalls calls;
    private final TransferQueue queue;
    private final TransferRequest.Put request;
    private final TransferBook book;
    private final TransferJobs jobs;
    private final Map<ObjectName, TreeEntry> entries = new HashMap<>();
    /** Objects of which an earlier run stored blobs: what it sent is not known here, so they are asked for. */
    private final Set<ObjectName> inherited = new HashSet<>();

    private Start start = Start.NEW;
    private TreeUpload upload;

    BulkTransferPut(TransferContext context, TransferRequest.Put request) {
        this.context = context;
        this.gateway = context.gateway();
        this.calls = context.calls();
        this.queue = context.queue();
        this.request = request;
        this.book = new TransferBook(context.listener());
        this.jobs = new TransferJobs(gateway, calls);
    }

    TransferSummary run() throws IOException, InterruptedException {
        Instant begun = context.clock().instant();
        List<TreeEntry> found = TreeWalk.find(request.paths(), book);
        if (book.objects() == 0) {
            throw new ApiException(Problem.INVALID, "there is no file and no directory to put");
        }
        found.forEach(entry -> entries.put(entry.name(), entry));
        Optional<Job> job = found.isEmpty() ? Optional.empty() : Optional.of(store(found));
        return summary(job, context.since(begun));
    }

    private Job store(List<TreeEntry> found) throws IOException, InterruptedException {
        new TransferBuckets(gateway, calls).ensure(request.bucket(), request.store());
        Job job = findOrCreate(found);
        upload = new TreeUpload(gateway.blobs(), request.bucket(), job.id());
        if (start == Start.RESUMED) {
            jobs.chunks(job.id(), this::inherit);
        }
        new TransferLoop(context).run(job.id(), this);
        return end(job);
    }

    private Job findOrCreate(List<TreeEntry> found) throws IOException, InterruptedException {
        String prefix = BulkTransfer.RESERVED_PREFIX + "put:" + TransferJobs.hash(identity().stream()) + ":";
        String name = prefix + TransferJobs.hash(found.stream().map(BulkTransferPut::state));
        Optional<Job> known = Optional.empty();
        for (Job running : jobs.running(JobKind.PUT, prefix)) {
            if (known.isEmpty() && running.name().equals(name)) {
                known = Optional.of(running);
            } else {
                cancelOutdated(running);
            }
        }
        return known.isPresent() ? resumed(known.get()) : create(name, found);
    }

    private List<String> identity() {
        List<String> identity = new ArrayList<>();
        identity.add(request.bucket().value());
        identity.add(request.store().map(Object::toString).orElse(""));
        request.paths().forEach(path -> identity.add(path.toString()));
        return identity;
    }

    private static String state(TreeEntry entry) {
        return entry.name() + "\n" + entry.size() + "\n" + entry.modified().toInstant();
    }

    private void cancelOutdated(Job job) throws IOException, InterruptedException {
        jobs.cancel(job.id(), "sizes, times or names on disk no longer fit this job");
        start = Start.RESTARTED;
        context.listener()
                .notice("job " + job.id() + " no longer fits the files on disk; it was canceled and is made anew");
    }

    private Job resumed(Job job) {
        start = Start.RESUMED;
        context.listener().notice("going on with job " + job.id());
        return job;
    }

    private Job create(String name, List<TreeEntry> found) throws IOException, InterruptedException {
        Jobs.JobRequest asked = new Jobs.JobRequest(
                JobKind.PUT, request.bucket(), name, request.priority(), request.ordering(), request.maxBlob());
        return jobs.create(
                asked,
                found.stream()
                        .map(entry -> new Jobs.AskedObject(entry.name(), entry.size()))
                        .toList());
    }

    private void inherit(Chunks.Listing listing) {
        for (int i = 0; i < listing.chunk().blobs().size(); i++) {
            Blob blob = listing.chunk().blobs().get(i);
            if (listing.state().hasEvidence(i)) {
                inherited.add(blob.name());
                credit(blob, false);
            } else {
                listing.reason(i).ifPresent(reason -> book.failed(blob.name(), reason));
            }
        }
    }

    @Override
    public void take(Blob blob) {
        TreeEntry entry = entries.get(blob.name());
        if (entry != null && book.isOpen(blob.name())) {
            queue.add(book.task(blob.name(), () -> upload.send(entry, blob), () -> credit(blob, true)));
        }
    }

    private void credit(Blob blob, boolean moved) {
        boolean whole = book.isOpen(blob.name()) && book.credit(blob.name(), blob.length(), moved);
        if (whole && inherited.contains(blob.name())) {
            queue.add(book.task(blob.name(), () -> verify(blob.name()), () -> book.verified(blob.name())));
        } else if (whole) {
            book.verified(blob.name());
        }
    }

    private void verify(ObjectName name) throws IOException, InterruptedException {
        TreeEntry entry = entries.get(name);
        entry.requireUnchanged();
        var object = TransferCalls.await(gateway.objects().head(new ObjectKey(request.bucket(), name)));
        if (!name.isFolder()
                && TreeVerification.compare(entry.path(), entry.size(), object) != TreeVerification.Result.SAME) {
            throw new TreeException("what an earlier run stored of it cannot be shown to equal the file; put it again");
        }
    }

    @Override
    public TransferBook book() {
        return book;
    }

    private Job end(Job job) throws IOException, InterruptedException {
        if (!book.failed().isEmpty()) {
            return book.isInterrupted()
                    ? jobs.leave(job.id(), context.listener())
                    : jobs.cancel(job.id(), book.failed().size() + " of " + book.objects() + " objects failed");
        }
        Job ended = jobs.settled(job.id());
        if (ended.status() != JobStatus.COMPLETED) {
            throw new ApiException(
                    Problem.INTERNAL,
                    "every object is stored, but job " + job.id() + " is " + ended.status() + "; run the same again");
        }
        return ended;
    }

    private TransferSummary summary(Optional<Job> job, Duration duration) {
        return book.summary(JobKind.PUT, request.bucket(), start, job, duration);
    }
}
