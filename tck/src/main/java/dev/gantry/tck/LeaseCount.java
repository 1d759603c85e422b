package dev.gantry.tck;

import dev.gantry.ports.payload.Payload;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves payloads open. Found by JUnit by itself where extensions are detected automatically.
 * What an earlier class left open is that one's failure only.
 */
public final class LeaseCount implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeaseCount.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put("open", Payload.open());
    }

    /** Waits a little for those that other threads are about to close. */
    @Override
    public void afterAll(ExtensionContext context) {
        long before = context.getStore(NAMESPACE).get("open", Long.class);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (Payload.open() > before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        long left = Payload.open() - before;
        if (left > 0) {
            throw new AssertionError(context.getDisplayName() + " left " + left + " payloads open");
        }
    }
}
