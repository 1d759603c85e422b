package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectName;
import dev.gantry.engine.TransferOutcome.Status;
import dev.gantry.engine.TransferSummary.Start;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps where each object of a transfer stands, and tells the listener. For one thread. */
final class TransferBook {

    private static final class Entry {
        private final long length;
        private long left;
        private boolean ended;

        private Entry(long length) {
            this.length = length;
            this.left = length;
        }
    }

    private final TransferListener listener;
    private final Map<ObjectName, Entry> entries = new HashMap<>();
    private final List<TransferOutcome> failed = new ArrayList<>();
    private final List<TransferOutcome> skipped = new ArrayList<>();
    private long open;
    private long objects;
    private long verified;
    private long verifiedBytes;
    private long bytes;
    private long bytesDone;
    private long bytesMoved;
    private boolean interrupted;

    TransferBook(TransferListener listener) {
        this.listener = listener;
    }

    /** Enters an object; false if the name is entered already. */
    boolean enter(ObjectName name, long length) {
        if (entries.putIfAbsent(name, new Entry(length)) != null) {
            return false;
        }
        open++;
        objects++;
        bytes += length;
        return true;
    }

    /** Notes something that can be no object, or not twice. */
    void reject(String name, String reason) {
        objects++;
        fail(name, 0, reason);
    }

    void skip(String name, String reason) {
        TransferOutcome outcome = new TransferOutcome(name, Status.SKIPPED, 0, reason);
        skipped.add(outcome);
        listener.ended(outcome);
    }

    /** Whether the object is entered and has not ended. */
    boolean isOpen(ObjectName name) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> !entry.ended)
                .isPresent();
    }

    /** Notes that {@code length} bytes of the object need not be moved any more; true if those were the last. */
    boolean credit(ObjectName name, long length, boolean moved) {
        Entry entry = entries.get(name);
        entry.left -= length;
        bytesDone += length;
        bytesMoved += moved ? length : 0;
        listener.progress(progress());
        return entry.left == 0;
    }

    void verified(ObjectName name) {
        Entry entry = end(name);
        bytesDone += entry.left;
        verified++;
        verifiedBytes += entry.length;
        listener.ended(new TransferOutcome(name.value(), Status.VERIFIED, entry.length, ""));
        listener.progress(progress());
    }

    /** Ends the object, unless it has ended. */
    void failed(ObjectName name, String reason) {
        if (isOpen(name)) {
            fail(name.value(), end(name).length, reason);
        }
    }

    /** Ends every object that has not ended. */
    void failOpen(String reason) {
        entries.keySet().forEach(name -> failed(name, reason));
    }

    private Entry end(ObjectName name) {
        Entry entry = entries.get(name);
        entry.ended = true;
        open--;
        return entry;
    }

    private void fail(String name, long length, String reason) {
        TransferOutcome outcome = new TransferOutcome(name, Status.FAILED, length, reason);
        failed.add(outcome);
        listener.ended(outcome);
        listener.progress(progress());
    }

    private TransferProgress progress() {
        return new TransferProgress(objects - open, objects, bytesDone, bytes, bytesMoved);
    }

    /** How many objects have not ended. */
    long open() {
        return open;
    }

    long objects() {
        return objects;
    }

    List<TransferOutcome> failed() {
        return failed;
    }

    /** Whether an object failed only because its store or node was away: the job can go on later. */
    boolean isInterrupted() {
        return interrupted;
    }

    TransferSummary summary(JobKind kind, BucketName bucket, Start start, Optional<Job> job, Duration duration) {
        return new TransferSummary(
                kind, bucket, start, job, objects, verified, failed, skipped, verifiedBytes, bytesMoved, duration);
    }

    /** Work on one object, whose failure is the object's. */
    TransferTask task(ObjectName name, TransferTask.Action action, Runnable done) {
        return new TransferTask(action, done, why -> {
            interrupted |= why instanceof ApiException api && api.problem() == Problem.UNAVAILABLE;
            failed(name, TransferCalls.text(why));
        });
    }
}
