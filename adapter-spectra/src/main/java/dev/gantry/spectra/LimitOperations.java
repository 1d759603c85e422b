package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Limit;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Limits of stores and users: an extension (docs/spectra-s3.md, Extensions). */
final class LimitOperations {

    static final String RESOURCE = "gantry_limit";

    /** What stands for no limit. */
    static final String NONE = "none";

    CompletionStage<Reply> list(Call call) {
        return call.gateway().limits().list().thenApply(LimitOperations::document);
    }

    /** Sets one; what is not named is none. */
    CompletionStage<Reply> set(Call call) {
        Query query = call.query();
        Limit limit = new Limit(
                query.oneOf("scope", Limit.Scope.class)
                        .orElseThrow(() -> new InvalidValueException("the request needs the parameter scope")),
                query.required("name"),
                bandwidth(query),
                slots(query));
        return call.gateway().limits().set(limit).thenApply(set -> document(List.of(set)));
    }

    private static OptionalLong bandwidth(Query query) {
        return isNone(query, "bandwidth") ? OptionalLong.empty() : query.number("bandwidth");
    }

    private static OptionalInt slots(Query query) {
        OptionalLong slots = isNone(query, "slots") ? OptionalLong.empty() : query.number("slots");
        return slots.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(slots.getAsLong(), Integer.MAX_VALUE));
    }

    private static boolean isNone(Query query, String name) {
        return query.text(name)
                .filter(text -> text.toLowerCase(Locale.ROOT).equals(NONE))
                .isPresent();
    }

    private static Reply document(List<Limit> limits) {
        return Answers.data(out -> limits.forEach(limit -> out.element(
                "Limit",
                one -> one.text("Scope", limit.scope())
                        .text("Name", limit.name())
                        .text(
                                "Bandwidth",
                                limit.bandwidth().isPresent()
                                        ? limit.bandwidth().getAsLong()
                                        : "")
                        .text("Slots", limit.slots().isPresent() ? limit.slots().getAsInt() : ""))));
    }
}
