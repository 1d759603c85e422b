package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.engine.TransferSummary.Start;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One run of {@link BulkTransfer#get}. */
final class BulkTransferGet implements TransferLoop.Mover {

    private final TransferContext context;
    private final Gateway gateway;
    private final TransferCalls calls;
    private final TransferQueue queue;
    private final DurableWrites disk;
    private final TransferRequest.Get request;
    private final TransferBook book;
    private final TransferJobs jobs;
    private final Map<ObjectName, TreePart> parts = new HashMap<>();
    private final MissingParts needed = new MissingParts();
    private final Map<ObjectName, TreePart> taken = new ConcurrentHashMap<>();
    private final Set<Path> touched = ConcurrentHashMap.newKeySet();

    private Start start = Start.NEW;
    private long keptBlobs;
    private TreePlan plan;
    private String suffix;
    private TreeDownload download;

    BulkTransferGet(TransferContext context, TransferRequest.Get request) {
        this.context = context;
        this.gateway = context.gateway();
        this.calls = context.calls();
        this.queue = context.queue();
        this.disk = context.disk();
        this.request = request;
        this.book = new TransferBook(context.listener());
        this.jobs = new TransferJobs(gateway, calls);
    }

    TransferSummary run() throws IOException, InterruptedException {
        Instant begun = context.clock().instant();
        calls.make(() ->
                TransferCalls.await(gateway.buckets().find(request.bucket().value())));
        disk.makeDirectories(request.to());
        Map<ObjectName, Long> found = new TransferNames(gateway, calls, request.bucket()).find(request.names(), book);
        plan = TreePlan.of(request.to(), found, book);
        suffix = plan.suffix();
        plan.names().forEach(this::prepare);
        queue.finish();
        String prefix = BulkTransfer.RESERVED_PREFIX + "get:" + TransferJobs.hash(identity().stream()) + ":";
        List<Job> earlier = jobs.running(JobKind.GET, prefix);
        Optional<Job> job = Optional.empty();
        if (needed.isEmpty()) {
            replace(earlier, "done: the same get was run again and found every object on disk");
        } else {
            job = Optional.of(fetch(takeOver(earlier, prefix)));
        }
        for (Path directory : touched) {
            disk.forceDirectory(directory);
        }
        return book.summary(JobKind.GET, request.bucket(), start, job, context.since(begun));
    }

    private void prepare(ObjectName name) {
        Path place = plan.place(name);
        if (name.isFolder()) {
            queue.add(book.task(name, () -> makeDirectory(name, place), () -> book.verified(name)));
        } else if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            List<ObjectName> same = new ArrayList<>();
            queue.add(book.task(
                    name,
                    () -> {
                        if (isSame(name, place)) {
                            same.add(name);
                            TreePart.tidy(place, suffix, disk);
                            touch(place);
                        }
                    },
                    () -> foundOnDisk(name, !same.isEmpty())));
        } else if (TreePart.wasBegun(place, suffix)) {
            queue.add(book.task(name, () -> takeUp(head(name)), () -> resume(name)));
        } else {
            needed.whole(name, plan.length(name));
        }
    }

    private void takeUp(ObjectInfo object) throws IOException {
        ObjectName name = object.key().name();
        if (object.length() == plan.length(name)) {
            TreePart part = TreePart.open(plan.place(name), suffix, disk, object.id(), object.length());
            taken.put(name, part);
        }
    }

    private void resume(ObjectName name) {
        Optional<TreePart> part = Optional.ofNullable(taken.remove(name)).filter(found -> found.keptBytes() > 0);
        if (part.isEmpty()) {
            needed.whole(name, plan.length(name));
            return;
        }
        start = Start.RESUMED;
        parts.put(name, part.get());
        needed.beside(part.get().kept(), name, part.get().object(), plan.length(name));
        credit(name, part.get(), part.get().keptBytes(), false);
    }

    private void makeDirectory(ObjectName name, Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        TreePart.setModified(place, head(name).metadata());
        touch(place);
    }

    private void touch(Path place) {
        for (Path parent = place.getParent(); parent.startsWith(request.to()) && touched.add(parent); ) {
            parent = parent.getParent();
        }
    }

    private boolean isSame(ObjectName name, Path place) throws IOException, InterruptedException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new TreeException(place + " is a directory");
        }
        boolean file = Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
        return file
                && Files.size(place) == plan.length(name)
                && TreeVerification.compare(place, plan.length(name), head(name)) == TreeVerification.Result.SAME;
    }

    private void foundOnDisk(ObjectName name, boolean same) {
        if (same) {
            start = Start.RESUMED;
            book.verified(name);
        } else {
            needed.whole(name, plan.length(name));
        }
    }

    private ObjectInfo head(ObjectName name) throws IOException, InterruptedException {
        return TransferCalls.await(gateway.objects().head(new ObjectKey(request.bucket(), name)));
    }

    /** The new job is made before the earlier ones end, so that the store keeps what it is bringing online for them. */
    private Job takeOver(List<Job> earlier, String prefix) throws IOException, InterruptedException {
        Optional<Job> beside =
                earlier.isEmpty() ? Optional.empty() : jobs.createBeside(earlier, request(prefix), needed.list());
        replace(earlier, "the same get was run again; another job fetches what it had left");
        return beside.isPresent() ? beside.get() : jobs.create(request(prefix), needed.list());
    }

    private void replace(List<Job> earlier, String reason) throws IOException, InterruptedException {
        for (Job job : earlier) {
            start = Start.RESUMED;
            jobs.cancel(job.id(), reason);
            context.listener().notice("going on where job " + job.id() + " stood");
        }
    }

    private Job fetch(Job job) throws IOException, InterruptedException {
        download = new TreeDownload(gateway.blobs(), request.bucket(), job.id());
        new TransferLoop(context).run(job.id(), this);
        return end(job);
    }

    private List<String> identity() {
        List<String> identity = new ArrayList<>();
        identity.add(request.bucket().value());
        identity.add(request.to().toString());
        identity.addAll(request.names());
        return identity;
    }

    private Jobs.JobRequest request(String prefix) {
        String name = prefix + needed.hash();
        return new Jobs.JobRequest(
                JobKind.GET, request.bucket(), name, Optional.empty(), Ordering.NONE, OptionalLong.empty());
    }

    @Override
    public void take(Blob blob) throws IOException {
        ObjectName name = blob.name();
        if (!needed.contains(name) || !book.isOpen(name)) {
            return;
        }
        if (isOfAnotherObject(blob)) {
            book.failed(name, "it was replaced meanwhile; get it again");
            return;
        }
        TreePart part = part(blob);
        long missing = part.missing(blob.range());
        if (missing == 0 && blob.length() > 0) {
            keptBlobs++;
        } else {
            queue.add(book.task(name, () -> download.fetch(blob, part), () -> credit(name, part, missing, true)));
        }
    }

    /** A job of parts was asked for one state of the object, and need not know how long that is. */
    private boolean isOfAnotherObject(Blob blob) {
        TreePart known = parts.get(blob.name());
        return known == null
                ? blob.layout().objectLength() != plan.length(blob.name())
                : !known.object().equals(blob.object());
    }

    private TreePart part(Blob blob) throws IOException {
        TreePart known = parts.get(blob.name());
        if (known != null) {
            return known;
        }
        TreePart part = TreePart.open(plan.place(blob.name()), suffix, disk, blob.object(), plan.length(blob.name()));
        parts.put(blob.name(), part);
        return part;
    }

    private void credit(ObjectName name, TreePart part, long length, boolean moved) {
        if (book.isOpen(name) && book.credit(name, length, moved)) {
            parts.remove(name);
            queue.addFirst(book.task(name, () -> finish(name, part), () -> fetched(name, part)));
        }
    }

    private void finish(ObjectName name, TreePart part) throws IOException, InterruptedException {
        Metadata metadata = part.knowsMetadata() ? Metadata.none() : head(name).metadata();
        part.finish(metadata);
        touch(plan.place(name));
    }

    private void fetched(ObjectName name, TreePart part) {
        if (part.isUnverified()) {
            book.failed(name, "it was fetched but cannot be verified: no checksum is kept of it");
        } else {
            book.verified(name);
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
        if (keptBlobs > 0) {
            return jobs.cancel(job.id(), "done: " + keptBlobs + " blobs were on disk already and were not read again");
        }
        Job ended = jobs.settled(job.id());
        return ended.status() == JobStatus.IN_PROGRESS
                ? jobs.cancel(job.id(), "done: every object is on disk and verified")
                : ended;
    }
}
