package dev.gantry.spectra;

import dev.gantry.domain.Medium;
import dev.gantry.domain.Page;
import dev.gantry.ports.api.CreationFailures.CreationFailure;
import dev.gantry.transport.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Jobs that could not be made for their data (docs/spectra-s3.md, Inspect jobs). */
final class CreationFailureOperations {

    CompletionStage<Reply> list(Call call) {
        return call.gateway().creationFailures().list().thenApply(all -> {
            Page<CreationFailure> page = Paging.of(chosen(all, call.query()), call.query(), CreationFailure::id);
            return Answers.list(
                    page,
                    out -> page.items()
                            .forEach(failure -> out.element("JobCreationFailed", one -> record(one, failure))));
        });
    }

    private static List<CreationFailure> chosen(List<CreationFailure> all, Query query) {
        Optional<Instant> date = query.text("date").map(Dates::parseParameter);
        return all.stream()
                .filter(failure -> is(query.text("error_message"), failure, CreationFailure::message))
                .filter(failure -> is(query.text("user_name"), failure, CreationFailure::userName))
                .filter(failure -> is(date, failure, one -> one.at().truncatedTo(ChronoUnit.MILLIS)))
                .toList();
    }

    private static <T> boolean is(Optional<T> wanted, CreationFailure failure, Function<CreationFailure, T> value) {
        return wanted.isEmpty() || wanted.get().equals(value.apply(failure));
    }

    private static void record(XmlOut out, CreationFailure failure) {
        out.text("Date", failure.at())
                .text("ErrorMessage", failure.message())
                .text("Id", failure.id())
                .text("TapeBarCodes", barcodes(failure))
                .text("Type", failure.media().isEmpty() ? "DATA_UNAVAILABLE" : "TAPES_MUST_BE_ONLINED")
                .text("UserName", failure.userName());
    }

    private static String barcodes(CreationFailure failure) {
        return failure.media().stream().map(Medium::barcode).collect(Collectors.joining(","));
    }

    CompletionStage<Reply> forget(Call call) {
        UUID id = Query.uuid("the id", call.target().item());
        return call.gateway().creationFailures().forget(id).thenApply(found -> {
            if (!found) {
                throw WireException.notFound("there is no failed creation " + id);
            }
            return Answers.noContent();
        });
    }

    CompletionStage<Reply> forgetAll(Call call) {
        return call.gateway().creationFailures().forgetAll().thenApply(done -> Answers.noContent());
    }
}
