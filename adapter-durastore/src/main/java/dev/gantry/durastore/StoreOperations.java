package dev.gantry.durastore;

import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Stores.Store;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The stores, and the spaces of one (docs/durastore.md, Stores). */
final class StoreOperations {

    private static final String LINE = "\r\n";

    /** Every store, with the one type that clients know and that has no tasks of its own but noop. */
    CompletionStage<Reply> stores(Call call) {
        return call.stores()
                .all(call.gateway())
                .thenApply(stores -> Answers.xml(Headers.builder().add(WireNames.ANY_NAME, "true"), document(stores)));
    }

    private static String document(List<Store> stores) {
        return stores.stream()
                .map(StoreOperations::account)
                .collect(Collectors.joining("", "<storageProviderAccounts>" + LINE, "</storageProviderAccounts>"));
    }

    private static String account(Store store) {
        return "  <storageAcct ownerId=\"0\" isPrimary=\"" + (store.primary() ? 1 : 0) + "\">" + LINE
                + "    <id>" + StoreNames.number(store.id()) + "</id>" + LINE
                + "    <storageProviderType>SWIFT_S3</storageProviderType>" + LINE
                + "  </storageAcct>" + LINE;
    }

    /** The spaces of one store that the user may see, by name. */
    CompletionStage<Reply> spaces(Call call) {
        return Failure.coarse(call.store()
                .thenCompose(store -> call.gateway().buckets().list().thenApply(buckets -> spaces(buckets, store)))
                .thenApply(Answers::xml));
    }

    private static String spaces(List<Bucket> buckets, Store store) {
        return buckets.stream()
                .filter(bucket -> bucket.store().equals(store.id()))
                .map(StoreOperations::space)
                .collect(Collectors.joining("", "<spaces>", "</spaces>"));
    }

    private static String space(Bucket bucket) {
        return "<space id=\"" + Answers.escaped(bucket.name().value()) + "\" />";
    }
}
