package dev.gantry.glacier;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose money a request spends, beside the store's.
 *
 * @param name under which it is counted, over restarts
 * @param cap the most it may spend in all; empty leaves the store's own cap alone
 */
record Purse(String name, Optional<BigDecimal> cap) {

    /** Of whoever has no plan: only the store's cap counts. */
    static final Purse STORE = new Purse("store", Optional.empty());

    Purse {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(cap, "cap");
    }
}
