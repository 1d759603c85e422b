package dev.gantry.file;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.Faults;
import dev.gantry.tck.FaultyProvider;
import dev.gantry.tck.TestObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tck's faulty provider around a real one. */
class FaultyProviderTest {

    private StorageProvider sound;

    @BeforeEach
    void open(@TempDir Path root) {
        sound = FileProvider.at(new StoreId("test"), root);
        await(sound.check());
        await(sound.capability(BucketStore.class)
                .orElseThrow()
                .create(new BucketRecord(
                        new BucketId(new UUID(1, 1)),
                        new BucketName("bucket"),
                        Instant.EPOCH,
                        new UserId(new UUID(1, 1)),
                        true)));
    }

    @AfterEach
    void close() {
        sound.close();
    }

    /** Puts and gets a hundred objects through the faults and tells what became of each. */
    private List<String> outcomes(Faults faults) {
        StorageProvider faulty = new FaultyProvider(sound, faults);
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try {
                StoredObject object = put(faulty.objects(), ObjectKey.of("bucket", "n" + i), bytes(9000, i));
                assertThat(TestObjects.get(faulty.objects(), object)).isEqualTo(bytes(9000, i));
                outcomes.add("whole");
            } catch (CompletionException e) {
                outcomes.add(
                        e.getCause().getClass().getSimpleName() + e.getCause().getMessage());
            }
        }
        return outcomes;
    }

    @Test
    void theSameSeedGivesTheSameFaultsOfEveryKind() {
        List<String> outcomes = outcomes(new Faults(42, 0.2));
        assertThat(outcomes(new Faults(42, 0.2))).isEqualTo(outcomes);
        assertThat(outcomes).contains("whole");
        for (String kind : List.of("Throttled", "before the effect", "after the effect", "Truncated")) {
            assertThat(outcomes).anyMatch(outcome -> outcome.contains(kind));
        }
        assertThat(outcomes(new Faults(43, 0.2))).isNotEqualTo(outcomes);
    }

    @Test
    void withoutFaultsOrAfterTheirEndEverythingWorks() {
        assertThat(outcomes(new Faults(1, 0))).containsOnly("whole");
        Faults stopped = new Faults(1, 1);
        assertThat(failure(new FaultyProvider(sound, stopped).objects().head(List.of())))
                .isInstanceOfAny(ProviderException.Unavailable.class, ProviderException.Throttled.class);
        stopped.stop();
        assertThat(outcomes(stopped)).containsOnly("whole");
        assertThat(stopped.injected()).isOne();
    }
}
