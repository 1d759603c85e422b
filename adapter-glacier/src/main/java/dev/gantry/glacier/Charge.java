package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What one request would cost.
 *
 * @param tier {@link #RENEWAL} where nothing is restored
 */
record Charge(ObjectKey key, VersionToken token, String tier, BigDecimal amount) {

    static final String RENEWAL = "-";

    Charge {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(amount, "amount");
    }
}
