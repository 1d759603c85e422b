package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.transport.Reply;
import java.util.Iterator;
import java.util.Optional;
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
                .thenCompose(bucket ->
                        documents.read(call, body -> create(call.gateway(), kind, options, bucket.name(), body)))
                .thenApply(created -> answers.created(call.gateway(), created));
    }

    /** Makes the job that the document in {@code body} asks for, while the document is read. */
    static CompletionStage<Created> create(
            Gateway gateway, JobKind kind, JobOptions options, BucketName bucket, LimitedInputStream body) {
        ObjectsDocument document = new ObjectsDocument(body);
        Function<ObjectsDocument.Entry, AskedObject> asked = switch (kind) {
            case PUT -> JobCreation::toPut;
            case GET, VERIFY, STAGE -> JobCreation::toRead;
        };
        return gateway.jobs().create(options.request(kind, bucket, document), map(document, asked));
    }

    private static AskedObject toPut(ObjectsDocument.Entry entry) {
        return new AskedObject(
                entry.name(), entry.size().orElseThrow(() -> new InvalidValueException(entry.name() + " has no Size")));
    }

    /** A length without an offset counts from the beginning, an offset without a length goes to the end. */
    private static AskedObject toRead(ObjectsDocument.Entry entry) {
        boolean part = entry.offset().isPresent() || entry.size().isPresent();
        long offset = entry.offset().orElse(0);
        ByteRange all = ByteRange.from(offset);
        return new AskedObject(
                entry.name(),
                0,
                part ? Optional.of(new ByteRange(offset, entry.size().orElse(all.length()))) : Optional.empty(),
                entry.version());
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
