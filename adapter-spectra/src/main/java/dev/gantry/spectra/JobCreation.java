package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** START_BULK_PUT and START_BULK_GET: the list is read, planned and answered as a stream. */
final class JobCreation {

    private final Documents documents;
    private final JobDocuments answers;

    JobCreation(Documents documents, JobDocuments answers) {
        this.documents = documents;
        this.answers = answers;
    }

    CompletionStage<Reply> run(Call call, JobKind kind) {
        JobOptions options = JobOptions.of(call.query());
        return call.gateway()
                .buckets()
                .find(call.target().item())
                .thenCompose(bucket -> documents.read(call, body -> create(call, kind, options, bucket.name(), body)))
                .thenApply(job -> answers.all(call.gateway(), job, Shown.CREATED));
    }

    private static CompletionStage<Job> create(
            Call call, JobKind kind, JobOptions options, BucketName bucket, LimitedInputStream body) {
        ObjectsDocument document = new ObjectsDocument(body);
        Function<ObjectsDocument.Entry, AskedObject> asked = switch (kind) {
            case PUT -> JobCreation::toPut;
            case GET -> entry -> toGet(call, bucket, entry);
            case VERIFY, STAGE -> throw WireException.notImplemented(kind + " jobs");
        };
        return call.gateway().jobs().create(options.request(kind, bucket, document), map(document, asked));
    }

    private static AskedObject toPut(ObjectsDocument.Entry entry) {
        return new AskedObject(
                entry.name(), entry.size().orElseThrow(() -> new InvalidValueException(entry.name() + " has no Size")));
    }

    /** An offset, a length or a version is taken where it says what the object is anyway. */
    private static AskedObject toGet(Call call, BucketName bucket, ObjectsDocument.Entry entry) {
        if (entry.offset().isPresent()
                || entry.size().isPresent()
                || entry.version().isPresent()) {
            ObjectKey key = new ObjectKey(bucket, entry.name());
            checkWhole(entry, Stages.await(call.gateway().objects().head(key)));
        }
        return new AskedObject(entry.name(), 0);
    }

    private static void checkWhole(ObjectsDocument.Entry entry, ObjectInfo object) {
        if (entry.offset().orElse(0) != 0 || entry.size().orElse(object.length()) != object.length()) {
            throw new ApiException(
                    Problem.NOT_IMPLEMENTED,
                    "START_BULK_GET of a part of " + entry.name() + " is not offered here; ask for the whole");
        }
        if (entry.version().isPresent() && !entry.version().get().equals(object.id())) {
            throw new ApiException(
                    Problem.NO_SUCH_OBJECT,
                    entry.name() + " has no version " + entry.version().get());
        }
    }

    private static Iterator<AskedObject> map(
            ObjectsDocument document, Function<ObjectsDocument.Entry, AskedObject> asked) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return document.hasNext();
            }

            @Override
            public AskedObject next() {
                return asked.apply(document.next());
            }
        };
    }
}
