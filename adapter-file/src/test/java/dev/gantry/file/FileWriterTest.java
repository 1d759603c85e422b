package dev.gantry.file;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.DIGESTS;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static dev.gantry.tck.TestObjects.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.Written;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.tck.Await;
import dev.gantry.tck.CutSource;
import dev.gantry.tck.FaultyDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriterTest {

    private static final BucketName BUCKET = new BucketName("bucket");

    @TempDir
    Path root;

    private final List<StorageProvider> opened = new ArrayList<>();

    private StorageProvider open(DurableWrites writes) {
        StorageProvider provider = FileProvider.at(new StoreId("test"), root, writes);
        opened.add(provider);
        return provider;
    }

    private ObjectStore prepare(DurableWrites writes) {
        StorageProvider provider = open(writes);
        await(provider.check());
        await(provider.capability(BucketStore.class).orElseThrow().create(bucket()));
        return provider.objects();
    }

    private static BucketRecord bucket() {
        return new BucketRecord(new BucketId(new UUID(1, 1)), BUCKET, Instant.EPOCH, new UserId(new UUID(1, 2)), true);
    }

    @AfterEach
    void close() {
        opened.forEach(StorageProvider::close);
    }

    private static ObjectKey key(String name) {
        return ObjectKey.of("bucket", name);
    }

    @Test
    void aFullDiskIsFullLosesNothingAndWorksOnceThereIsRoom() {
        FaultyDisk counting = FaultyDisk.sound();
        StoredObject old = put(prepare(counting), key("name"), bytes(10, 1));
        FaultyDisk full = FaultyDisk.fullFrom(1);
        ObjectStore store = open(full).objects();
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        assertThat(failure(store.begin(spec)))
                .isInstanceOf(ProviderException.Full.class)
                .hasMessageContaining("full");
        assertThat(get(store, old)).isEqualTo(bytes(10, 1));
        full.mend();
        assertThat(get(store, put(store, spec, bytes(20, 2)))).isEqualTo(bytes(20, 2));
    }

    @Test
    void aReadOnlyDiskIsSaidToBeAndStillRead() {
        StoredObject old = put(prepare(DurableWrites.DIRECT), key("name"), bytes(10, 1));
        ObjectStore store = open(FaultyDisk.readOnlyFrom(1)).objects();
        assertThat(failure(store.delete(old.key()))).isInstanceOf(ProviderException.ReadOnly.class);
        assertThat(failure(store.begin(spec(key("new"), BlobLayout.whole(1)))))
                .isInstanceOf(ProviderException.ReadOnly.class);
        assertThat(get(store, old)).isEqualTo(bytes(10, 1));
    }

    /** A second force would succeed though the kernel has thrown the bytes away. */
    @Test
    void afterAFailedForceTheWriterTakesNothingMoreUntilBegunAgain() {
        FaultyDisk disk = FaultyDisk.sound();
        prepare(disk);
        FaultyDisk failing = FaultyDisk.goneFrom(2); // the first write forces the staging directory's parent
        ObjectStore store = open(failing).objects();
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        ObjectWriter writer = await(store.begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), bytes(20, 1));
        assertThat(failure(writer.force())).isInstanceOf(ProviderException.Unavailable.class);
        failing.mend();
        assertThat(failure(writer.force())).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(get(store, put(store, spec, bytes(20, 1)))).isEqualTo(bytes(20, 1));
    }

    @Test
    void forcesThatArriveTogetherShareTheWork() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger forces = new AtomicInteger();
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        ObjectStore store = prepare((kind, path, write) -> {
            if (path.endsWith(spec.id().toString()) && forces.incrementAndGet() == 1) {
                begun.countDown();
                awaitLatch(goOn);
            }
            write.perform();
        });
        ObjectWriter writer = await(store.begin(spec));
        write(writer, spec.layout(), bytes(20, 1));
        CompletionStage<Void> first = writer.force();
        awaitLatch(begun);
        List<CompletionStage<Void>> later =
                IntStream.range(0, 50).mapToObj(i -> writer.force()).toList();
        goOn.countDown();
        await(first);
        later.forEach(Await::await);
        assertThat(forces).hasValue(2);
    }

    /** Blobs of one object arrive side by side: one is forced while the next is written. */
    @Test
    void aBlobIsWrittenWhileAnotherIsForced() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        ObjectStore store = prepare((kind, path, write) -> {
            if (path.endsWith(spec.id().toString())) {
                begun.countDown();
                awaitLatch(goOn);
            }
            write.perform();
        });
        ObjectWriter writer = await(store.begin(spec));
        write(writer, spec.layout(), bytes(20, 1));
        CompletionStage<Void> force = writer.force();
        awaitLatch(begun);
        List<Receipt> receipts;
        try {
            receipts = write(writer, spec.layout(), bytes(20, 2));
        } finally {
            goOn.countDown();
        }
        await(force);
        assertThat(await(writer.publish(receipts)).length()).isEqualTo(20);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void noDurableWriteRunsOnTheCallersThread() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ObjectStore store = prepare((kind, path, write) -> {
            threads.add(Thread.currentThread().getName());
            write.perform();
        });
        StoredObject object = put(store, key("a/b"), bytes(20, 1));
        await(store.delete(object.key()));
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("gantry-file-test-"));
    }

    @Test
    void aStreamStillArrivingKeepsItsObjectFromBeingPublished() {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        byte[] content = bytes(20, 1);
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        ObjectWriter writer = await(store.begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), content);
        SlowSource slow = new SlowSource(CutSource.whole(Buffers.of(content)));
        CompletionStage<Receipt> late = writer.write(spec.layout().range(0), new Streamed(20, slow), DIGESTS);
        await(slow.asked);
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Unavailable.class);
        slow.goOn.complete(null);
        StoredObject published = await(writer.publish(List.of(await(late))));
        assertThat(get(store, published)).isEqualTo(content);
        assertThat(failure(writer.write(spec.layout().range(0), Buffers.of(content), DIGESTS)))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    /** Delivers once it is told to. */
    private static final class SlowSource implements Source {

        private final Streamed inner;
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private final CompletableFuture<Void> goOn = new CompletableFuture<>();

        SlowSource(Streamed inner) {
            this.inner = inner;
        }

        @Override
        public Flow.Publisher<ByteBuffer> buffers() {
            return inner.source().buffers();
        }

        @Override
        public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
            asked.complete(null);
            return goOn.thenCompose(nothing -> inner.source().writeTo(range, digests));
        }

        @Override
        public Duration idle() {
            return Duration.ZERO;
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void publishingBesideDeletesInOneDirectoryNeverFails() {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> workers = IntStream.range(0, 6)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 25; i++) {
                        ObjectKey key = key("a/b/c/" + worker);
                        put(store, key, bytes(5, i));
                        await(store.delete(key));
                    }
                }))
                .toList();
        workers.forEach(worker -> worker.exceptionally(e -> {
                    failures.add(e);
                    return null;
                })
                .join());
        assertThat(failures).isEmpty();
        assertThat(new StoreLayout(root).objects(BUCKET)).isEmptyDirectory();
        assertThat(await(store.list(BUCKET, ListQuery.all())).objects()).isEmpty();
    }

    @Test
    void whoeverPublishesFirstWithoutReplacingWinsAlone() {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        List<CompletionStage<StoredObject>> publications = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            WriteSpec spec = spec(key("one"), BlobLayout.whole(20), false);
            ObjectWriter writer = await(store.begin(spec));
            publications.add(writer.publish(write(writer, spec.layout(), bytes(20, i))));
        }
        int won = 0;
        for (CompletionStage<StoredObject> publication : publications) {
            try {
                StoredObject object = await(publication);
                assertThat(await(store.head(List.of(key("one")))).get(0)).contains(object);
                won++;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(ProviderException.Conflict.class);
            }
        }
        assertThat(won).isOne();
    }

    /** What a crash between link and unlink leaves: both names are one file, and a blob must not reach the visible one. */
    @Test
    void aStagingFileThatIsTheVisibleObjectIsNotWrittenTo() throws IOException {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20), false);
        StoredObject object = put(store, spec, bytes(20, 1));
        StoreLayout layout = new StoreLayout(root);
        Files.createLink(layout.staged(spec.id().value()), layout.object(spec.key()));
        ObjectWriter again = await(store.begin(spec));
        List<Receipt> receipts = write(again, spec.layout(), bytes(20, 2));
        assertThat(get(store, object)).isEqualTo(bytes(20, 1));
        assertThat(await(again.publish(receipts))).isEqualTo(object);
        ResumableWrites resumable =
                opened.get(0).capability(ResumableWrites.class).orElseThrow();
        assertThat(await(resumable.holds(spec.id()))).isFalse();
    }

    @Test
    void publishingIntoADeletedBucketFindsNone() {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        WriteSpec spec = spec(key("name"), BlobLayout.whole(20));
        ObjectWriter writer = await(store.begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), bytes(20, 1));
        await(opened.get(0).capability(BucketStore.class).orElseThrow().delete(BUCKET));
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    void aLargeObjectOfManyWritersIsWhole() {
        ObjectStore store = prepare(DurableWrites.DIRECT);
        byte[] content = bytes(3_000_017, 9);
        WriteSpec spec = spec(key("large"), new BlobLayout(content.length, 300_000));
        ObjectWriter writer = await(store.begin(spec));
        List<CompletionStage<Receipt>> writes = new ArrayList<>();
        for (int i = 0; i < spec.layout().count(); i++) {
            ByteRange range = spec.layout().range(i);
            Buffers blob = Buffers.of(cut(content, range));
            Payload payload = i % 2 == 0 ? blob : CutSource.whole(blob);
            writes.add(writer.write(range, payload, DIGESTS));
        }
        List<Receipt> receipts = writes.stream().map(Await::await).toList();
        await(writer.force());
        assertThat(get(store, await(writer.publish(receipts)))).isEqualTo(content);
    }
}
