package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.UserId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every storage provider keeps. The other contracts extend this one. */
public interface ProviderContract {

    /** The provider under test: checked, empty when a test begins, and the same one until it ends. */
    StorageProvider provider();

    /** An empty bucket of the provider, the same one until the test ends. */
    default BucketName bucket() {
        BucketName name = new BucketName("contract");
        BucketStore buckets = provider().capability(BucketStore.class).orElseThrow();
        if (await(buckets.find(name)).isEmpty()) {
            await(buckets.create(bucketRecord(name.value())));
        }
        return name;
    }

    /** A bucket to create. */
    default BucketRecord bucketRecord(String name) {
        return new BucketRecord(
                new BucketId(UUID.randomUUID()),
                new BucketName(name),
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                new UserId(new UUID(7, 8)),
                true);
    }

    /** A layout of that many blobs that the provider takes, the last one shorter. */
    default BlobLayout blobs(int count) {
        WriteLimits limits = provider().limits();
        long least = Math.max(10_000, limits.smallestBlob());
        long size = (least + limits.multiple() - 1) / limits.multiple() * limits.multiple();
        return new BlobLayout((count - 1) * size + 5_003, size);
    }

    @Test
    default void checkingTwiceIsHarmless() {
        await(provider().check());
        await(provider().check());
    }

    @Test
    default void objectsCapabilitiesAndLimitsAreAlwaysTheSame() {
        assertThat(provider().objects()).isSameAs(provider().objects());
        assertThat(provider().limits()).isEqualTo(provider().limits());
        assertThat(provider().capability(BucketStore.class))
                .isEqualTo(provider().capability(BucketStore.class));
    }

    @Test
    default void afterCloseEverythingIsUnavailable() {
        ObjectKey key = ObjectKey.of(bucket().value(), "name");
        provider().close();
        provider().close();
        assertThat(failure(provider().check())).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failure(provider().objects().head(List.of(key)))).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failure(provider().objects().delete(key))).isInstanceOf(ProviderException.Unavailable.class);
    }
}
