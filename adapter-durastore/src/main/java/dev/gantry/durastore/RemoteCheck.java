package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import dev.gantry.durastore.RemoteDocuments.Account;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Looks which stores the far side has, since an unknown one would there be taken for the primary one where tasks are
 * concerned, and what tasks the one that is meant offers.
 */
final class RemoteCheck {

    private final StoreId id;
    private final DurastoreAccount account;
    private final RemoteStore store;
    private final RemoteTasks tasks;

    RemoteCheck(StoreId id, DurastoreAccount account, RemoteStore store, RemoteTasks tasks) {
        this.id = id;
        this.account = account;
        this.store = store;
        this.tasks = tasks;
    }

    /** What the far side told of itself. */
    private record Told(List<Account> accounts, boolean anyName) {}

    CompletionStage<Void> run() {
        return store.read(
                        RemoteCall.word("GET", "stores"),
                        RemoteDocuments.MAX_SMALL,
                        (headers, in) -> new Told(RemoteDocuments.accounts(in), takesAnyName(headers)))
                .thenAccept(told -> store.learn(meant(told.accounts()).id(), told.anyName()))
                .thenCompose(learnt -> tasks.learn());
    }

    private static boolean takesAnyName(Headers headers) {
        return headers.first(WireNames.ANY_NAME).isPresent();
    }

    private Account meant(List<Account> accounts) {
        return accounts.stream()
                .filter(one -> account.storeId().map(one.id()::equals).orElse(one.primary()))
                .findFirst()
                .orElseThrow(() -> new ProviderException.Rejected(
                        "store " + id + ": " + account + " has no store "
                                + account.storeId().orElse("that is its primary one") + "; it has "
                                + accounts.stream().map(Account::id).collect(Collectors.joining(", ")),
                        null));
    }
}
