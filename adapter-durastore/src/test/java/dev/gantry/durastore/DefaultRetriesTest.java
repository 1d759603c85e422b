package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskKind;
import dev.gantry.file.FileProvider;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.tck.TaskProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.duracloud.client.ContentStore;
import org.duracloud.error.ContentStateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuraCloud's client as it is by default: it sends a failed request four times and waits in between, 6 s in all. */
@Tag("long")
class DefaultRetriesTest {

    private static final class Clashing implements TaskRunner {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public List<TaskKind> kinds() {
            return List.of(new TaskKind("clash", false, Role.ADMIN));
        }

        @Override
        public CompletionStage<String> run(TaskCall call) {
            runs.incrementAndGet();
            return CompletableFuture.failedStage(new ProviderException.Conflict("it is under way"));
        }
    }

    @Test
    void worksAsWithoutThemAndRepeatsWhatFailed(@TempDir Path directory) throws Exception {
        Clashing clashing = new Clashing();
        try (TestNode node = new TestNode(
                new TaskProvider(FileProvider.at(new StoreId("disk"), directory.resolve("disk")), clashing),
                FileProvider.at(new StoreId("second"), directory.resolve("second")))) {
            ContentStore store = node.manager("rootkey", "rootsecret").getPrimaryContentStore();
            store.createSpace("retried");
            byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
            StoreClientTest.add(store, "retried", "a", bytes, Map.of("colour", "blue"));
            assertThat(StoreClientTest.bytes(store.getContent("retried", "a"))).isEqualTo(bytes);
            assertThat(store.copyContent("retried", "a", "retried", "b")).isEqualTo(StoreClientTest.md5(bytes));
            assertThat(store.performTask("noop", null)).isEqualTo("Success");
            assertThatThrownBy(() -> store.performTask("clash", "x")).isInstanceOf(ContentStateException.class);
            assertThat(clashing.runs).hasValue(4);
            store.deleteSpace("retried");
        }
    }
}
