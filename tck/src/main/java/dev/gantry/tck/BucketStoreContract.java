package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import org.junit.jupiter.api.Test;

/** What {@link BucketStore} promises. */
public interface BucketStoreContract extends ProviderContract {

    private BucketStore buckets() {
        return provider().capability(BucketStore.class).orElseThrow();
    }

    @Test
    default void createdBucketIsFoundAsItWasRecorded() {
        BucketRecord bucket = bucketRecord("Found.it_1-2");
        await(buckets().create(bucket));
        assertThat(await(buckets().find(bucket.name()))).contains(bucket);
        assertThat(await(buckets().find(new BucketName("found.it_1-2")))).isEmpty();
    }

    @Test
    default void bucketsAreListedByName() {
        assertThat(await(buckets().list())).isEmpty();
        for (String name : new String[] {"b", "a.b", "B", "a", "a-b", "_", "9"}) {
            await(buckets().create(bucketRecord(name)));
        }
        assertThat(await(buckets().list()))
                .extracting(bucket -> bucket.name().value())
                .containsExactly("9", "B", "_", "a", "a-b", "a.b", "b");
    }

    @Test
    default void secondBucketOfANameIsAConflict() {
        BucketRecord first = bucketRecord("taken");
        await(buckets().create(first));
        assertThat(failure(buckets().create(bucketRecord("taken")))).isInstanceOf(ProviderException.Conflict.class);
        assertThat(await(buckets().find(first.name()))).contains(first);
    }

    @Test
    default void onlyAnEmptyBucketCanBeDeleted() {
        BucketRecord bucket = bucketRecord("full");
        await(buckets().create(bucket));
        ObjectKey key = ObjectKey.of("full", "a/deep/name");
        put(provider().objects(), key, bytes(1, 1));
        assertThat(failure(buckets().delete(bucket.name()))).isInstanceOf(ProviderException.Conflict.class);
        await(provider().objects().delete(key));
        await(buckets().delete(bucket.name()));
        assertThat(await(buckets().find(bucket.name()))).isEmpty();
        assertThat(failure(buckets().delete(bucket.name()))).isInstanceOf(ProviderException.NotFound.class);
        await(buckets().create(bucketRecord("full")));
    }
}
