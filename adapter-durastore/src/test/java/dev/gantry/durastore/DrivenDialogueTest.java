package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.engine.MemoryProvider;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.tck.TestObjects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Every byte of one bucket's and one object's life, both ways, as it is in files beside this test: against our fake of
 * DuraStore 8 and against a Gantry node. What differs with each run is replaced.
 */
class DrivenDialogueTest {

    private static final ObjectKey KEY = ObjectKey.of("dialogue", "dir/a b");

    private static void live(DurastoreAccount account) {
        try (DurastoreProvider provider = Driven.provider(account)) {
            await(provider.check());
            BucketStore buckets = provider.capability(BucketStore.class).orElseThrow();
            await(buckets.create(new BucketRecord(
                    new BucketId(new UUID(1, 1)),
                    new BucketName("dialogue"),
                    Instant.parse("2026-01-02T03:04:05Z"),
                    new UserId(new UUID(2, 2)),
                    true)));
            WriteSpec spec = new WriteSpec(
                    KEY,
                    new ObjectId(new UUID(3, 3)),
                    Instant.parse("2026-01-02T03:04:06Z"),
                    BlobLayout.whole(5),
                    new Metadata(Map.of("colour", "gr\u00fcn")),
                    true);
            StoredObject object =
                    TestObjects.put(provider.objects(), spec, "hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(PayloadBytes.of(await(provider.objects().read(KEY, object.token(), new ByteRange(1, 3)))))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("ell");
            assertThat(await(provider.objects().list(KEY.bucket(), ListQuery.all()))
                            .objects())
                    .containsExactly(object);
            await(provider.objects().delete(KEY));
            await(buckets.delete(KEY.bucket()));
        }
    }

    private static String steady(String text) {
        return text.replace("\r\n", "\n")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST")
                .replaceAll("(?i)(date|last-modified): [^\n]*", "$1: TIME")
                .replaceAll("space-created: [^\n]*", "space-created: TIME")
                .replaceAll("storeID=\\d+", "storeID=ID")
                .replaceAll("<id>\\d+</id>", "<id>ID</id>");
    }

    private static String expected(String name) throws IOException {
        try (InputStream in = DrivenDialogueTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DurastoreAccount through(RecordingRelay relay, String user, String password) {
        return DurastoreAccount.of(URI.create("http://127.0.0.1:" + relay.port()), user, password, Optional.empty());
    }

    @Test
    void withOurFakeOfDuraStore8() throws IOException {
        try (FakeDuraStore fake = new FakeDuraStore(FakeVersion.V8);
                RecordingRelay relay = new RecordingRelay(fake.port())) {
            live(through(relay, FakeDuraStore.USER, FakeDuraStore.PASSWORD));
            assertThat(steady(relay.text())).isEqualTo(expected("dialogue-fake-8.txt"));
        }
    }

    @Test
    void withAGantryNode() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestNode node = new TestNode(
                        new MemoryProvider(new StoreId("first"), threads),
                        new MemoryProvider(new StoreId("second"), threads));
                RecordingRelay relay = new RecordingRelay(node.port())) {
            live(through(relay, "rootkey", "rootsecret"));
            assertThat(steady(relay.text())).isEqualTo(expected("dialogue-node.txt"));
        } finally {
            threads.shutdownNow();
        }
    }
}
