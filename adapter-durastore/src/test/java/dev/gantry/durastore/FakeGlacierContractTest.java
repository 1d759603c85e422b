package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.StagingContract;
import dev.gantry.tck.TestObjects;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archived contents in the Glacier account of our fake of DuraStore 8. */
class FakeGlacierContractTest implements StagingContract {

    private FakeDuraStore fake;
    private StorageProvider provider;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeDuraStore(FakeVersion.V8);
        provider = Driven.provider(
                fake.reach(Optional.of("2")), () -> fake.account("2").time());
        await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
        fake.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }

    @Override
    public StoredObject nearline(String name, byte[] bytes) {
        ObjectKey key = ObjectKey.of(bucket().value(), name);
        StoredObject object = TestObjects.put(provider.objects(), key, bytes);
        FakeSpaces account = fake.account("2");
        account.put(
                bucket().value(),
                name,
                account.contents(bucket().value()).get(name).archived(true));
        return object;
    }

    @Override
    public void pass(Duration time) {
        fake.account("2").pass(time);
    }

    /** A restore takes five hours; a copy lasts 14 days, whatever was asked for: a good part of that. */
    @Override
    public Duration longestStaging() {
        return Duration.ofDays(6);
    }

    @Override
    public long begun() {
        return fake.account("2").begun();
    }

    @Test
    void everyPartIsAskedForThatIsArchived() {
        ObjectKey key = ObjectKey.of(bucket().value(), "parts");
        StoredObject object = TestObjects.put(
                provider.objects(), TestObjects.spec(key, new BlobLayout(25, 10)), TestObjects.bytes(25, 1));
        FakeSpaces account = fake.account("2");
        account.contents(bucket().value()).forEach((id, content) -> {
            if (id.endsWith("0000") || id.endsWith("0002")) {
                account.put(bucket().value(), id, content.archived(true));
            }
        });
        Staging staging = provider.capability(Staging.class).orElseThrow();
        List<Staging.Wanted> wanted =
                List.of(new Staging.Wanted(key, object.token(), new ByteRange(0, object.length())));
        assertThat(await(staging.find(wanted)).get(0).orElseThrow().isOnline()).isFalse();
        await(staging.request(wanted, StagingTerms.keeping(Duration.ofDays(1))));
        assertThat(begun()).isEqualTo(2);
        pass(longestStaging());
        assertThat(TestObjects.get(provider.objects(), object)).isEqualTo(TestObjects.bytes(25, 1));
    }

    @Test
    void whereNothingIsRestoredEverythingIsOnline() {
        try (StorageProvider plain = Driven.provider(fake.reach(Optional.of("1")))) {
            await(plain.check());
            BucketRecord bucket = bucketRecord("plain");
            await(plain.capability(BucketStore.class).orElseThrow().create(bucket));
            ObjectKey key = ObjectKey.of("plain", "warm");
            StoredObject object = TestObjects.put(plain.objects(), key, TestObjects.bytes(10, 1));
            Staging staging = plain.capability(Staging.class).orElseThrow();
            List<Staging.Wanted> wanted = List.of(new Staging.Wanted(key, object.token(), new ByteRange(0, 10)));
            assertThat(await(staging.find(wanted)).get(0).orElseThrow().isOnline())
                    .isTrue();
            await(staging.request(wanted, StagingTerms.keeping(Duration.ofDays(1))));
            assertThat(fake.tasks().performed()).isEmpty();
        }
    }
}
