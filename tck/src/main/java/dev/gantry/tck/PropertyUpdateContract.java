package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link PropertyUpdate} promises. */
public interface PropertyUpdateContract extends ProviderContract {

    private PropertyUpdate updates() {
        return provider().capability(PropertyUpdate.class).orElseThrow();
    }

    private StoredObject stored(String name) {
        return put(provider().objects(), ObjectKey.of(bucket().value(), name), bytes(1000, 3));
    }

    @Test
    default void metadataIsReplacedAndBytesAndRecordStay() {
        StoredObject before = stored("a/b");
        Metadata metadata = new Metadata(Map.of("size", "gro\u00df", "new", ""));
        StoredObject after = await(updates().update(before.key(), before.token(), metadata));
        assertThat(after.metadata()).isEqualTo(metadata);
        assertThat(after.record()).isEqualTo(before.record());
        assertThat(await(provider().objects().head(List.of(before.key()))).get(0))
                .contains(after);
        assertThat(get(provider().objects(), after)).isEqualTo(bytes(1000, 3));
        assertThat(await(updates().update(after.key(), after.token(), metadata)).metadata())
                .isEqualTo(metadata);
    }

    @Test
    default void readThatHasBegunGoesOn() {
        StoredObject before = stored("read");
        Payload read = await(provider().objects().read(before.key(), before.token(), new ByteRange(0, 1000)));
        await(updates().update(before.key(), before.token(), Metadata.none()));
        assertThat(PayloadBytes.of(read)).isEqualTo(bytes(1000, 3));
    }

    @Test
    default void whatIsMissingOrInAnotherStateIsNotFoundAndStays() {
        StoredObject old = stored("replaced");
        StoredObject now = stored("replaced");
        assertThat(failure(updates().update(old.key(), old.token(), Metadata.none())))
                .isInstanceOf(ProviderException.NotFound.class);
        assertThat(await(provider().objects().head(List.of(old.key()))).get(0)).contains(now);
        ObjectKey missing = ObjectKey.of(bucket().value(), "missing");
        assertThat(failure(updates().update(missing, new VersionToken("none"), Metadata.none())))
                .isInstanceOf(ProviderException.NotFound.class);
    }
}
