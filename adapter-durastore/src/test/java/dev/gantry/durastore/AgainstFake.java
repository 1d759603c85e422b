package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.AwkwardNames;
import dev.gantry.transport.Percent;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every contract against our fake of one release. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgainstFake implements DrivenContracts {

    private final FakeVersion version;
    private FakeDuraStore fake;
    private StorageProvider provider;

    AgainstFake(FakeVersion version) {
        this.version = version;
    }

    @BeforeAll
    void start() throws IOException {
        fake = new FakeDuraStore(version);
    }

    @AfterAll
    void stop() {
        fake.close();
    }

    @BeforeEach
    void open() {
        fake.clear();
        provider = Driven.provider(fake.reach(Optional.empty()));
        await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }

    /** What a servlet container would take for another name is refused, and nothing is written. */
    @Override
    @Test
    public void everyLegalNameCoexistsAndKeepsItsBytes() {
        TreeMap<ObjectName, StoredObject> objects = new TreeMap<>();
        for (String name : AwkwardNames.ALL) {
            ObjectKey key = ObjectKey.of(bucket().value(), name);
            if (isSafe(name)) {
                objects.put(key.name(), put(provider.objects(), key, bytes(16, name.hashCode())));
            } else {
                assertThat(failure(provider.objects().begin(spec(key, BlobLayout.whole(1)))))
                        .as(name)
                        .isInstanceOf(ProviderException.Rejected.class);
            }
        }
        assertThat(objects).hasSizeGreaterThan(20);
        assertThat(await(provider.objects().list(bucket(), ListQuery.all())).objects())
                .containsExactlyElementsOf(objects.values());
        objects.forEach((name, object) -> assertThat(get(provider.objects(), object))
                .as(name.value())
                .isEqualTo(bytes(16, name.value().hashCode())));
    }

    private static boolean isSafe(String name) {
        return !name.startsWith("/")
                && !name.contains("//")
                && Arrays.stream(name.split("/", -1)).noneMatch(step -> step.equals(".") || step.equals(".."))
                && Percent.encodePath(name).length() <= ObjectName.MAX_BYTES;
    }
}
