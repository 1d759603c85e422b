package dev.gantry.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class LeaseCountTest {

    private static final List<Payload> LEASES = new ArrayList<>();

    static class Leaking {
        @Test
        void leaves() {
            LEASES.add(Buffers.of(new byte[1]));
        }
    }

    static class Late {
        @Test
        void closesOnAnotherThread() {
            Payload lease = Buffers.of(new byte[1]);
            CompletableFuture.runAsync(lease::close);
        }
    }

    private static List<String> failures(Class<?> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary().getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }

    @Test
    void aClassThatLeavesAPayloadOpenFails() {
        try {
            assertThat(failures(Leaking.class)).singleElement().asString().contains("left 1 payloads open");
        } finally {
            LEASES.forEach(Payload::close);
        }
    }

    @Test
    void aPayloadClosedByAnotherThreadSoonAfterIsNoLeak() {
        assertThat(failures(Late.class)).isEmpty();
    }
}
