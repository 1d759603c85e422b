package dev.gantry.file;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.tck.PowerLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends everything at each durable write of each act, and looks at what a kill or a power loss leaves. */
class CrashTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final BucketName EMPTY = new BucketName("empty");
    private static final BucketName OTHER = new BucketName("other");
    private static final ObjectKey OLD = ObjectKey.of("bucket", "dir/old");

    @TempDir
    Path directory;

    static Stream<Named<Consumer<StorageProvider>>> acts() {
        return Stream.of(
                Named.of("create", provider -> put(provider, 1, "new/deep/name", true)),
                Named.of("replace", provider -> put(provider, 2, "dir/old", true)),
                Named.of("create without replacing", provider -> put(provider, 3, "new/name", false)),
                Named.of(
                        "delete",
                        provider -> unlessGone(() -> await(provider.objects().delete(OLD)))),
                Named.of("update properties", CrashTest::update),
                Named.of("sweep", CrashTest::sweep),
                Named.of(
                        "create a bucket",
                        provider -> unlessThere(() -> await(buckets(provider).create(bucket(OTHER))))),
                Named.of(
                        "delete a bucket",
                        provider -> unlessGone(() -> await(buckets(provider).delete(EMPTY)))));
    }

    /** What people can see of a store: buckets, and objects with all that is known of them and their bytes. */
    private record View(List<BucketRecord> buckets, Map<String, String> objects) {

        static View of(StorageProvider provider) {
            Map<String, String> objects = new TreeMap<>();
            for (StoredObject object :
                    await(provider.objects().list(BUCKET, ListQuery.all())).objects()) {
                objects.put(object.toString(), HexFormat.of().formatHex(get(provider.objects(), object)));
            }
            return new View(await(CrashTest.buckets(provider).list()), objects);
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void everyCrashLeavesTheOldOrTheNewAndTheActCanBeDoneAgain(Consumer<StorageProvider> act) throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        Path whole = directory.resolve("whole");
        long prepared;
        View before;
        View after;
        try (StorageProvider provider = prepare(whole, counting)) {
            prepared = counting.count();
            before = View.of(provider);
            act.accept(provider);
            after = View.of(provider);
        }
        assertThat(counting.count()).isGreaterThan(prepared);
        for (long n = prepared + 1; n <= counting.count() + 1; n++) {
            crash(act, n, before, after);
        }
    }

    private void crash(Consumer<StorageProvider> act, long n, View before, View after) throws IOException {
        Path home = Files.createDirectories(directory.resolve("crash-" + n));
        Path root = home.resolve("store");
        PowerLoss power = new PowerLoss(root, Files.createDirectory(home.resolve("pins")), FaultyDisk.goneFrom(n));
        List<View> allowed = List.of(before, after);
        try (StorageProvider provider = prepare(root, power)) {
            act.accept(provider);
            allowed = List.of(after); // it said that it was done
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(ProviderException.Unavailable.class);
        }
        for (PowerLoss.Survivors survivors : PowerLoss.Survivors.values()) {
            Path lost = home.resolve(survivors.name());
            power.materialise(lost, survivors);
            assertRecovers(lost, act, n, allowed, after);
        }
        assertRecovers(root, act, n, allowed, after);
    }

    private static void assertRecovers(
            Path root, Consumer<StorageProvider> act, long n, List<View> allowed, View after) {
        try (StorageProvider provider = open(root, DurableWrites.DIRECT)) {
            await(provider.check());
            assertThat(View.of(provider))
                    .as("after a crash at durable write %d", n)
                    .isIn(allowed);
            act.accept(provider);
            assertThat(View.of(provider))
                    .as("done again after a crash at %d", n)
                    .isEqualTo(after);
            assertThat(await(provider.capability(ResumableWrites.class)
                            .orElseThrow()
                            .sweep(Set.of())))
                    .isBetween(0, 1);
        }
    }

    private static StorageProvider open(Path root, DurableWrites writes) {
        return FileProvider.at(new StoreId("test"), root, writes, () -> NOW, Runnable::run);
    }

    private static StorageProvider prepare(Path root, DurableWrites writes) {
        StorageProvider provider = open(root, writes);
        await(provider.check());
        await(buckets(provider).create(bucket(BUCKET)));
        await(buckets(provider).create(bucket(EMPTY)));
        put(provider, 0, OLD.name().value(), true);
        return provider;
    }

    private static BucketStore buckets(StorageProvider provider) {
        return provider.capability(BucketStore.class).orElseThrow();
    }

    private static BucketRecord bucket(BucketName name) {
        return new BucketRecord(
                new BucketId(new UUID(9, name.hashCode())), name, NOW, new UserId(new UUID(7, 7)), true);
    }

    private static void put(StorageProvider provider, long number, String name, boolean replace) {
        WriteSpec spec = new WriteSpec(
                ObjectKey.of("bucket", name),
                new ObjectId(new UUID(1, number)),
                NOW,
                new BlobLayout(300, 200),
                new Metadata(Map.of("number", String.valueOf(number))),
                replace);
        ObjectWriter writer = await(provider.objects().begin(spec));
        List<ObjectWriter.Receipt> receipts = write(writer, spec.layout(), bytes(300, number));
        await(writer.force());
        await(writer.publish(receipts));
    }

    private static void update(StorageProvider provider) {
        StoredObject object =
                await(provider.objects().head(List.of(OLD))).get(0).orElseThrow();
        await(provider.capability(PropertyUpdate.class)
                .orElseThrow()
                .update(OLD, object.token(), new Metadata(Map.of("updated", "yes"))));
    }

    private static void sweep(StorageProvider provider) {
        WriteSpec spec =
                new WriteSpec(OLD, new ObjectId(new UUID(1, 5)), NOW, BlobLayout.whole(3), Metadata.none(), true);
        await(await(provider.objects().begin(spec)).force());
        await(provider.capability(ResumableWrites.class).orElseThrow().sweep(Set.of()));
    }

    private static void unlessGone(Runnable act) {
        unless(ProviderException.NotFound.class, act);
    }

    private static void unlessThere(Runnable act) {
        unless(ProviderException.Conflict.class, act);
    }

    private static void unless(Class<? extends ProviderException> done, Runnable act) {
        try {
            act.run();
        } catch (CompletionException e) {
            if (!done.isInstance(e.getCause())) {
                throw e;
            }
        }
    }
}
