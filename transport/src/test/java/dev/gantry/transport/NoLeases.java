package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.ports.payload.Payload;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every class, nothing is leased any more. */
final class NoLeases implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Payload.open())
                        .as("payloads left open by %s", context.getDisplayName())
                        .isZero());
    }
}
