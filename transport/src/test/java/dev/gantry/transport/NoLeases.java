package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.ports.payload.Payload;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every class, nothing is leased any more and Netty has found no buffer lost. */
final class NoLeases implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final Logger NETTY = Logger.getLogger("io.netty.util.ResourceLeakDetector");
    private static final Handler LISTENER = new Handler() {
        @Override
        public void publish(LogRecord record) {
            LEAKS.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Override
    public void beforeAll(ExtensionContext context) {
        NETTY.removeHandler(LISTENER);
        NETTY.addHandler(LISTENER);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Payload.open())
                        .as("payloads left open by %s", context.getDisplayName())
                        .isZero());
        System.gc();
        PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        assertThat(LEAKS).as("buffers lost in %s", context.getDisplayName()).isEmpty();
    }
}
