package dev.gantry.server;

import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Stores.Store;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "stores", description = "list the configured stores")
final class StoresCommand extends GatewayCommand {

    StoresCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        List<Store> stores = Waiting.on(gateway.stores().list());
        stores.forEach(store -> output.print("store", Fields.of(store), text(store)));
        output.summary(stores.size());
        return OK;
    }

    private static String text(Store store) {
        String free = store.freeBytes() < 0 ? "" : "  " + Sizes.bytes(store.freeBytes()) + " free";
        return store.id()
                + (store.primary() ? "  (primary)" : "")
                + (store.versioning().replaces() ? "" : "  (objects of new buckets cannot be overwritten)")
                + free;
    }
}
