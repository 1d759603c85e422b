package dev.gantry.spectra;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Stores;
import dev.gantry.spectra.RemotePolicies.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The stores of the far side: its data policies. The primary one is the caller's default, else the first. */
final class RemoteStores implements Stores {

    private static final long UNKNOWN = -1;

    private final RemoteNode node;
    private final RemotePolicies policies;

    RemoteStores(RemoteNode node, RemotePolicies policies) {
        this.node = node;
        this.policies = policies;
    }

    @Override
    public CompletionStage<List<Store>> list() {
        return policies.list().thenCompose(all -> defaultPolicy().thenApply(preferred -> stores(all, preferred)));
    }

    private static List<Store> stores(List<Policy> policies, Optional<String> preferred) {
        String primary = preferred
                .filter(id -> policies.stream().anyMatch(policy -> policy.id().equals(id)))
                .orElseGet(() -> policies.isEmpty() ? "" : policies.get(0).id());
        return policies.stream()
                .map(policy -> new Store(policy.store(), policy.id().equals(primary), UNKNOWN, policy.versioning()))
                .sorted(Comparator.comparing(Store::primary).reversed())
                .toList();
    }

    private CompletionStage<Optional<String>> defaultPolicy() {
        return RemotePages.of(node, "user", "User", Function.identity())
                .thenApply(users -> users.stream()
                        .filter(user -> user.find("AuthId")
                                .filter(node.accessKey()::equals)
                                .isPresent())
                        .findFirst()
                        .flatMap(user -> user.find("DefaultDataPolicyId")));
    }

    @Override
    public CompletionStage<Void> check(StoreId store) {
        return policies.list().thenCompose(all -> {
            if (all.stream().noneMatch(policy -> policy.store().equals(store))) {
                throw new ApiException(
                        Problem.INVALID,
                        "there is no store " + store + "; there are "
                                + all.stream().map(Policy::store).toList());
            }
            return node.confirm(RemoteCall.rest("GET", "system_health")).thenAccept(headers -> {});
        });
    }
}
