package dev.gantry.spectra;

import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.Exchange;
import java.util.Optional;

/** One request whose sender is known, with that user's view of the node. */
record Call(Exchange exchange, Target target, Accounts.Account account, Gateway gateway) {

    Query query() {
        return target.query();
    }

    Optional<String> header(String name) {
        return exchange.headers().first(name);
    }
}
