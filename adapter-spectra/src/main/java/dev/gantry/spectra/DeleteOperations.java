package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Objects deleted, one or many at a time. */
final class DeleteOperations {

    /** What became of one object. */
    private record Outcome(String key, Optional<Failure> failure) {}

    private final Documents documents;

    DeleteOperations(Documents documents) {
        this.documents = documents;
    }

    /** An object that is not there is 404, unlike Amazon's answer. */
    CompletionStage<Reply> one(Call call) {
        Optional<ObjectId> version = call.query().text("version_id").map(ObjectId::parse);
        return delete(call.gateway(), ObjectOperations.key(call), version).thenApply(done -> Answers.noContent());
    }

    private static CompletionStage<Void> delete(Gateway gateway, ObjectKey key, Optional<ObjectId> version) {
        return version.isEmpty()
                ? gateway.objects().delete(key)
                : gateway.objects().head(key).thenCompose(object -> {
                    if (!object.id().equals(version.get())) {
                        throw new ApiException(Problem.NO_SUCH_OBJECT, key + " has no version " + version.get());
                    }
                    return gateway.objects().delete(key);
                });
    }

    /** The answer is 200 whatever became of the objects; each tells its own. */
    CompletionStage<Reply> many(Call call) {
        return call.gateway()
                .buckets()
                .find(call.target().container())
                .thenCompose(bucket -> documents.read(call, body -> {
                    DeleteDocument document = DeleteDocument.read(body);
                    return CompletableFuture.completedStage(
                            result(document, outcomes(call.gateway(), bucket.name(), document.entries())));
                }));
    }

    /** Those that name no version go together; a version is looked at before its object is deleted. */
    private static List<Outcome> outcomes(Gateway gateway, BucketName bucket, List<DeleteDocument.Entry> entries) {
        Map<String, Optional<Failure>> together = together(
                gateway,
                bucket,
                entries.stream()
                        .filter(entry -> entry.version().isEmpty())
                        .flatMap(entry -> name(entry).stream())
                        .distinct()
                        .toList());
        return entries.stream()
                .map(entry -> entry.version().isEmpty() && together.containsKey(entry.key())
                        ? new Outcome(entry.key(), together.get(entry.key()))
                        : alone(gateway, bucket, entry))
                .toList();
    }

    private static Optional<ObjectName> name(DeleteDocument.Entry entry) {
        try {
            return Optional.of(new ObjectName(entry.key()));
        } catch (InvalidValueException told) {
            return Optional.empty();
        }
    }

    private static Map<String, Optional<Failure>> together(Gateway gateway, BucketName bucket, List<ObjectName> names) {
        Map<String, Optional<Failure>> ends = new HashMap<>();
        try {
            List<Optional<ApiException>> told =
                    names.isEmpty() ? List.of() : Stages.await(gateway.objects().delete(bucket, names));
            for (int i = 0; i < names.size(); i++) {
                ends.put(names.get(i).value(), told.get(i).map(Failure::of));
            }
        } catch (RuntimeException e) {
            names.forEach(name -> ends.put(name.value(), Optional.of(Failure.of(e))));
        }
        return ends;
    }

    private static Outcome alone(Gateway gateway, BucketName bucket, DeleteDocument.Entry entry) {
        try {
            ObjectKey key = new ObjectKey(bucket, new ObjectName(entry.key()));
            Stages.await(delete(gateway, key, entry.version().map(ObjectId::parse)));
            return new Outcome(entry.key(), Optional.empty());
        } catch (RuntimeException e) {
            return new Outcome(entry.key(), Optional.of(Failure.of(e)));
        }
    }

    private static Reply result(DeleteDocument document, List<Outcome> outcomes) {
        return Answers.document(
                "DeleteResult",
                out -> outcomes.forEach(outcome -> outcome.failure()
                        .ifPresentOrElse(failure -> error(out, outcome.key(), failure), () -> {
                            if (!document.quiet()) {
                                out.element("Deleted", one -> one.text("Key", outcome.key()));
                            }
                        })));
    }

    private static void error(XmlOut out, String key, Failure failure) {
        out.element(
                "Error",
                one -> one.text("Code", failure.code()).text("Key", key).text("Message", failure.message()));
    }
}
