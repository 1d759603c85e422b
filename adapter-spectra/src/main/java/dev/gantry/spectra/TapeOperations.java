package dev.gantry.spectra;

import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.Page;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The cartridges of tape libraries (docs/spectra-s3.md, Tapes). */
final class TapeOperations {

    CompletionStage<Reply> list(Call call) {
        return call.gateway().media().list().thenApply(all -> {
            Page<MediumState> page =
                    Paging.of(chosen(all, call.query()), call.query(), state -> TapeRecord.id(state.medium()));
            return Answers.list(
                    page,
                    out -> page.items().forEach(state -> out.element("Tape", one -> TapeRecord.write(one, state))));
        });
    }

    private static List<MediumState> chosen(List<MediumState> all, Query query) {
        return all.stream()
                .filter(state ->
                        is(query, "bar_code", state, one -> one.medium().barcode()))
                .filter(state -> is(query, "state", state, TapeRecord::state))
                .toList();
    }

    private static boolean is(Query query, String name, MediumState state, Function<MediumState, String> value) {
        return query.text(name)
                .filter(wanted -> !wanted.equals(value.apply(state)))
                .isEmpty();
    }

    CompletionStage<Reply> show(Call call) {
        return find(call).thenApply(state -> Answers.data(out -> TapeRecord.write(out, state)));
    }

    CompletionStage<Reply> eject(Call call) {
        return find(call)
                .thenCompose(state -> call.gateway().media().eject(state.medium()))
                .thenApply(state -> Answers.data(out -> TapeRecord.write(out, state)));
    }

    /** The contract's word for putting a tape back into service. */
    CompletionStage<Reply> online(Call call) {
        return find(call)
                .thenCompose(state -> call.gateway().media().load(state.medium()))
                .thenApply(state -> Answers.data(out -> TapeRecord.write(out, state)));
    }

    /** By id or barcode. */
    private static CompletionStage<MediumState> find(Call call) {
        String asked = call.target().item();
        return call.gateway()
                .media()
                .list()
                .thenApply(all -> all.stream()
                        .filter(state -> state.medium().barcode().equals(asked)
                                || TapeRecord.id(state.medium()).toString().equalsIgnoreCase(asked))
                        .findFirst()
                        .orElseThrow(() -> WireException.notFound("there is no tape " + asked)));
    }

    /** The tapes of a placement, as far as they are known. */
    static void write(XmlOut out, List<Medium> media, List<MediumState> known) {
        out.element(
                "Tapes",
                tapes -> known.stream()
                        .filter(state -> media.contains(state.medium()))
                        .forEach(state -> tapes.element("Tape", one -> TapeRecord.write(one, state))));
    }
}
