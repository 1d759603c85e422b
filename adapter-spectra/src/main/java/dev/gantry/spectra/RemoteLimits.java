package dev.gantry.spectra;

import dev.gantry.domain.Limit;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The limits of the far side, if it is a Gantry node (docs/spectra-s3.md, Extensions). */
final class RemoteLimits implements Limits {

    private final RemoteNode node;

    RemoteLimits(RemoteNode node) {
        this.node = node;
    }

    @Override
    public CompletionStage<List<Limit>> list() {
        return read(RemoteCall.rest("GET", LimitOperations.RESOURCE));
    }

    @Override
    public CompletionStage<Limit> set(Limit limit) {
        RemoteCall call = RemoteCall.rest("PUT", LimitOperations.RESOURCE)
                .query("scope", limit.scope().name())
                .query("name", limit.name())
                .query(
                        "bandwidth",
                        limit.bandwidth().isPresent()
                                ? Long.toString(limit.bandwidth().getAsLong())
                                : LimitOperations.NONE)
                .query(
                        "slots",
                        limit.slots().isPresent()
                                ? Integer.toString(limit.slots().getAsInt())
                                : LimitOperations.NONE);
        return read(call)
                .thenApply(set -> set.stream()
                        .findFirst()
                        .orElseThrow(() -> new ApiException(Problem.INTERNAL, "the node did not say what it has set")));
    }

    private CompletionStage<List<Limit>> read(RemoteCall call) {
        return node.read(
                call.missing(Problem.NOT_IMPLEMENTED),
                (headers, in) -> RemoteElement.read(in, "Data").children("Limit").stream()
                        .map(RemoteLimits::limit)
                        .toList());
    }

    private static Limit limit(RemoteElement limit) {
        return new Limit(
                RemoteValues.constant(Limit.Scope.class, limit.get("Scope")),
                limit.get("Name"),
                limit.find("Bandwidth").isPresent() ? OptionalLong.of(limit.number("Bandwidth")) : OptionalLong.empty(),
                limit.find("Slots").isPresent()
                        ? OptionalInt.of(Math.toIntExact(limit.number("Slots")))
                        : OptionalInt.empty());
    }
}
