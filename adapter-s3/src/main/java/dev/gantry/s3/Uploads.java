package dev.gantry.s3;

import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.Windowed;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The multipart uploads that this store began: taken up, or given up; nobody else's are touched (docs/adr/0019). */
final class Uploads implements ResumableWrites {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final int AT_ONCE = 8;

    private final S3Account account;
    private final Multipart multipart;
    private final UploadNotes notes;
    private final Publications publications;

    Uploads(S3Account account, UploadNotes notes) {
        this.account = account;
        this.multipart = new Multipart(account);
        this.notes = notes;
        this.publications = new Publications(account);
    }

    /** A writer to the upload of that object: the one that was begun if it is still there, else a new one. */
    CompletionStage<PartsWriter> begin(WriteSpec spec) {
        return notes.find(spec.id())
                .thenCompose(note ->
                        note.isPresent() ? begun(spec, note.get()) : CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(
                        upload -> upload.isPresent() ? CompletableFuture.completedStage(upload.get()) : create(spec))
                .thenApply(upload -> new PartsWriter(spec, upload, account, notes));
    }

    /** An upload that is gone since it was completed is this object's still: another one would be nobody's. */
    private CompletionStage<Optional<String>> begun(WriteSpec spec, UploadNote note) {
        return named(note)
                .thenCompose(upload -> upload.isPresent() || note.upload().isEmpty()
                        ? CompletableFuture.completedStage(upload)
                        : publications.find(spec).thenApply(stored -> stored.flatMap(object -> note.upload())));
    }

    /** What S3 calls the upload of that note, if it has it. */
    private CompletionStage<Optional<String>> alive(UploadNote note) {
        return upload(note)
                .thenCompose(upload -> upload.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : multipart.parts(note.key(), upload.get(), 1).thenApply(parts -> parts.flatMap(n -> upload)));
    }

    /** From its first part on an upload is known by its name alone. */
    private CompletionStage<Optional<String>> named(UploadNote note) {
        return alive(note)
                .thenCompose(upload -> upload.isEmpty() || note.upload().isPresent()
                        ? CompletableFuture.completedStage(upload)
                        : notes.keep(note.begun(upload.get())).thenApply(kept -> upload));
    }

    /** The note is there before S3 hears of the upload, and has its name before the first byte. */
    private CompletionStage<String> create(WriteSpec spec) {
        return multipart.uploads(spec.key()).thenCompose(others -> {
            UploadNote note = new UploadNote(spec.id(), spec.key(), Optional.empty(), others);
            return notes.keep(note)
                    .thenCompose(kept -> multipart.create(spec))
                    .thenCompose(upload -> notes.keep(note.begun(upload)).thenApply(kept -> upload));
        });
    }

    /**
     * The name of the upload. If the process died before it knew: the one that has come since, has no part yet and is
     * alone in that; of several nobody can say whose they are.
     */
    private CompletionStage<Optional<String>> upload(UploadNote note) {
        if (note.upload().isPresent()) {
            return CompletableFuture.completedStage(note.upload());
        }
        return multipart
                .uploads(note.key())
                .exceptionallyCompose(Uploads::noneOfNoBucket)
                .thenApply(now -> now.stream()
                        .filter(upload -> !note.others().contains(upload))
                        .toList())
                .thenCompose(since -> since.size() == 1 ? ifEmpty(note, since.get(0)) : unknown(note, since));
    }

    private static CompletionStage<Set<String>> noneOfNoBucket(Throwable failure) {
        return Failures.unwrap(failure) instanceof ProviderException.NotFound
                ? CompletableFuture.completedStage(Set.of())
                : CompletableFuture.failedStage(Failures.unwrap(failure));
    }

    private CompletionStage<Optional<String>> ifEmpty(UploadNote note, String upload) {
        return multipart
                .parts(note.key(), upload, 1)
                .thenApply(parts -> parts.filter(count -> count == 0).map(none -> upload));
    }

    private static CompletionStage<Optional<String>> unknown(UploadNote note, List<String> since) {
        if (!since.isEmpty()) {
            LOG.warn(
                    "of {} uploads to {} it is not known whether one is Gantry's; they are left alone",
                    since.size(),
                    note.key());
        }
        return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<Boolean> holds(ObjectId id) {
        return notes.find(id)
                .thenCompose(note -> note.isPresent() && note.get().upload().isPresent()
                        ? alive(note.get()).thenApply(Optional::isPresent)
                        : CompletableFuture.completedStage(false));
    }

    @Override
    public CompletionStage<Integer> sweep(Set<ObjectId> keep) {
        return notes.all()
                .thenCompose(all -> Windowed.map(
                        all.stream().filter(note -> !keep.contains(note.id())).toList(), AT_ONCE, this::giveUp))
                .thenApply(counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    /** One if there was something to be given up. */
    private CompletionStage<Integer> giveUp(UploadNote note) {
        return alive(note)
                .thenCompose(upload -> upload.isPresent()
                        ? multipart.abort(note.key(), upload.get()).thenApply(nothing -> 1)
                        : CompletableFuture.completedStage(0))
                .thenCompose(count -> notes.drop(note.id()).thenApply(nothing -> count));
    }
}
