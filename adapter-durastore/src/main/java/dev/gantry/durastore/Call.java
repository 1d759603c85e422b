package dev.gantry.durastore;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Stores.Store;
import dev.gantry.transport.Exchange;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One request whose sender is known, with that user's view of the node. */
record Call(Exchange exchange, Address address, boolean tls, Gateway gateway, StoreNames stores) {

    Optional<String> header(String name) {
        return exchange.headers().first(name);
    }

    /** The store that is meant: the primary one if none is named, a 404 if there is none of that name. */
    CompletionStage<Store> store() {
        return store(address.parameter("storeID"));
    }

    CompletionStage<Store> store(Optional<String> id) {
        return stores.find(gateway, id);
    }

    /** The space that the address names, if it is in the store that is meant. */
    CompletionStage<Bucket> space() {
        return store().thenCompose(store -> space(store, address.first()));
    }

    /** The space that stands behind a reserved word, as in {@code /acl/space}. */
    CompletionStage<Bucket> spaceBehindWord() {
        return store().thenCompose(store -> space(store, address.rest()));
    }

    CompletionStage<Bucket> space(Store store, String name) {
        return gateway.buckets().find(name).thenApply(bucket -> {
            if (!bucket.store().equals(store.id()) || !bucket.name().value().equals(name)) {
                throw new ApiException(Problem.NO_SUCH_BUCKET, "there is no space " + name + " in store " + store.id());
            }
            return bucket;
        });
    }

    /** The content that the address names, once its space is known to be in the store that is meant. */
    CompletionStage<ObjectKey> content() {
        return space().thenApply(bucket -> new ObjectKey(bucket.name(), new ObjectName(address.rest())));
    }

    /** The request's own URI, for Location. */
    String uri() {
        String host = header("Host").orElse("localhost");
        return (tls ? "https://" : "http://") + host + exchange.target();
    }
}
