package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The far side's data policies, each of which is a store to us (docs/spectra-s3.md, Data policies). */
final class RemotePolicies {

    private static final int REMEMBERED = 1000;

    private final RemoteNode node;
    private final RemoteMemory<String, Policy> known = new RemoteMemory<>(REMEMBERED);

    RemotePolicies(RemoteNode node) {
        this.node = node;
    }

    /** One data policy; its store has its name, or its id where the name cannot be a store's. */
    record Policy(String id, StoreId store, Versioning versioning) {

        static Policy of(RemoteElement element) {
            boolean replaces = element.find("Versioning")
                    .filter(v -> !v.equalsIgnoreCase("NONE"))
                    .isPresent();
            return new Policy(element.get("Id"), store(element), replaces ? Versioning.KEEP_LATEST : Versioning.NONE);
        }

        private static StoreId store(RemoteElement element) {
            try {
                return new StoreId(element.get("Name"));
            } catch (InvalidValueException e) {
                return new StoreId(element.get("Id"));
            }
        }
    }

    /** Every policy, in the far side's order. */
    CompletionStage<List<Policy>> list() {
        return RemotePages.of(node, "data_policy", "DataPolicy", Policy::of).thenApply(policies -> {
            policies.forEach(policy -> known.keep(policy.id(), policy));
            return policies;
        });
    }

    /** The policy of that id; asks the far side only about one that was never seen. */
    CompletionStage<Policy> find(String id) {
        Optional<Policy> policy = known.find(id);
        return policy.isPresent()
                ? CompletableFuture.completedFuture(policy.get())
                : list().thenApply(all -> known.find(id)
                        .orElseThrow(() -> new ApiException(Problem.INTERNAL, "no data policy has the id " + id)));
    }
}
