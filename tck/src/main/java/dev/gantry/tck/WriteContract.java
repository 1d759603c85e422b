package dev.gantry.tck;

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
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ObjectWriter} promises. */
public interface WriteContract extends ProviderContract {

    private ObjectStore store() {
        return provider().objects();
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket().value(), name);
    }

    private Optional<StoredObject> head(ObjectKey key) {
        return await(store().head(List.of(key))).get(0);
    }

    @Test
    default void publishedObjectIsWhatHeadGives() {
        WriteSpec spec = spec(key("a/b"), BlobLayout.whole(1000));
        StoredObject published = put(store(), spec, bytes(1000, 1));
        assertThat(head(spec.key())).contains(published);
        assertThat(published.key()).isEqualTo(spec.key());
        assertThat(published.length()).isEqualTo(1000);
        assertThat(published.metadata()).isEqualTo(spec.metadata());
        published.record().ifPresent(record -> {
            assertThat(record.id()).isEqualTo(spec.id());
            assertThat(record.created()).isEqualTo(spec.created());
            assertThat(record.layout()).isEqualTo(spec.layout());
        });
    }

    @Test
    default void emptyObjectHasOneEmptyBlob() {
        StoredObject published = put(store(), key("empty"), new byte[0]);
        assertThat(published.length()).isZero();
        assertThat(get(store(), published)).isEmpty();
    }

    @Test
    default void nothingIsVisibleBeforePublishAndNothingOfItAfterAbort() {
        WriteSpec spec = spec(key("late"), BlobLayout.whole(10));
        ObjectWriter writer = await(store().begin(spec));
        write(writer, spec.layout(), bytes(10, 1));
        await(writer.force());
        assertThat(head(spec.key())).isEmpty();
        await(writer.abort());
        await(writer.abort());
        assertThat(head(spec.key())).isEmpty();
    }

    @Test
    default void beginNeedsItsBucket() {
        WriteSpec spec = spec(ObjectKey.of("missing", "name"), BlobLayout.whole(1));
        assertThat(failure(store().begin(spec))).isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    default void blobsAreWrittenAtOnceAndInAnyOrder() {
        WriteSpec spec = spec(key("blobs"), blobs(4));
        byte[] content = bytes((int) spec.layout().objectLength(), 2);
        ObjectWriter writer = await(store().begin(spec));
        List<CompletionStage<Receipt>> writes = new ArrayList<>();
        for (long i = spec.layout().count() - 1; i >= 0; i--) {
            ByteRange range = spec.layout().range(i);
            writes.add(0, writer.write(range, Buffers.of(cut(content, range)), DIGESTS));
        }
        List<Receipt> receipts = writes.stream().map(Await::await).toList();
        StoredObject published = await(writer.publish(receipts));
        assertThat(get(store(), published)).isEqualTo(content);
        published.record().ifPresent(record -> {
            assertThat(record.blobs()).hasSameSizeAs(receipts);
            for (int i = 0; i < receipts.size(); i++) {
                assertThat(record.blobs().get(i))
                        .isIn(Checksums.none(), receipts.get(i).checksums());
            }
        });
    }

    @Test
    default void everyKindOfPayloadIsWrittenDigestedAndClosed(@TempDir Path directory) throws IOException {
        byte[] content = bytes(700_001, 3);
        Path file = Files.write(directory.resolve("source"), content);
        AtomicInteger closed = new AtomicInteger();
        try (FileChannel channel = FileChannel.open(file)) {
            List<Payload> payloads = List.of(
                    new Buffers(
                            List.of(ByteBuffer.wrap(content, 0, 5), ByteBuffer.wrap(content, 5, content.length - 5)),
                            closed::incrementAndGet),
                    new FileSlice(file, channel, 0, content.length, closed::incrementAndGet),
                    CutSource.whole(new Buffers(List.of(ByteBuffer.wrap(content)), closed::incrementAndGet)));
            for (Payload payload : payloads) {
                assertStored(payload, content, closed);
            }
        }
    }

    private void assertStored(Payload payload, byte[] content, AtomicInteger closed) {
        Digests digests = new Digests(DIGESTS);
        digests.update(ByteBuffer.wrap(content));
        WriteSpec spec = spec(key("kinds"), BlobLayout.whole(content.length));
        ObjectWriter writer = await(store().begin(spec));
        closed.set(0);
        Receipt receipt = await(writer.write(spec.layout().range(0), payload, DIGESTS));
        assertThat(closed).hasValue(1);
        assertThat(receipt.range()).isEqualTo(spec.layout().range(0));
        for (ChecksumType type : DIGESTS) {
            assertThat(receipt.checksums().find(type)).isPresent();
        }
        assertThat(receipt.checksums().firstDisagreement(digests.finish())).isEmpty();
        assertThat(get(store(), await(writer.publish(List.of(receipt))))).isEqualTo(content);
    }

    @Test
    default void truncatedBodyFailsAsItIsAndLeavesTheOtherBlobs() {
        WriteSpec spec = spec(key("cut"), blobs(2));
        byte[] content = bytes((int) spec.layout().objectLength(), 4);
        ByteRange last = spec.layout().range(1);
        ObjectWriter writer = await(store().begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), content);
        AtomicInteger closed = new AtomicInteger();
        Buffers body = new Buffers(List.of(ByteBuffer.allocate((int) last.length())), closed::incrementAndGet);
        assertThat(failure(writer.write(last, CutSource.cut(body, last.length() / 2), DIGESTS)))
                .isInstanceOf(TruncatedException.class);
        assertThat(closed).hasValue(1);
        Receipt again = await(writer.write(last, Buffers.of(cut(content, last)), DIGESTS));
        StoredObject published = await(writer.publish(List.of(receipts.get(0), again)));
        assertThat(get(store(), published)).isEqualTo(content);
    }

    @Test
    default void blobOfAnotherShapeIsRejectedAndItsPayloadClosed() {
        ObjectWriter writer = await(store().begin(spec(key("shape"), new BlobLayout(100, 50))));
        AtomicInteger closed = new AtomicInteger();
        Buffers body = new Buffers(List.of(ByteBuffer.allocate(50)), closed::incrementAndGet);
        assertThat(failure(writer.write(new ByteRange(10, 50), body, DIGESTS)))
                .isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(writer.write(new ByteRange(50, 50), Buffers.of(new byte[49]), DIGESTS)))
                .isInstanceOf(ProviderException.Rejected.class);
        assertThat(closed).hasValue(1);
        await(writer.abort());
    }

    @Test
    default void writingABlobAgainReplacesIt() {
        WriteSpec spec = spec(key("again"), BlobLayout.whole(50));
        ObjectWriter writer = await(store().begin(spec));
        write(writer, spec.layout(), bytes(50, 5));
        await(writer.force());
        StoredObject published = await(writer.publish(write(writer, spec.layout(), bytes(50, 6))));
        assertThat(get(store(), published)).isEqualTo(bytes(50, 6));
    }

    @Test
    default void publishNeedsAReceiptForEveryBlob() {
        WriteSpec spec = spec(key("few"), blobs(2));
        ObjectWriter writer = await(store().begin(spec));
        List<Receipt> receipts =
                write(writer, spec.layout(), bytes((int) spec.layout().objectLength(), 7));
        assertThat(failure(writer.publish(receipts.subList(0, 1)))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(head(spec.key())).isEmpty();
        await(writer.abort());
    }

    @Test
    default void publishingAgainGivesTheSameAnswerAndAbortThenDoesNothing() {
        WriteSpec spec = spec(key("twice"), BlobLayout.whole(20), false);
        ObjectWriter writer = await(store().begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), bytes(20, 8));
        StoredObject published = await(writer.publish(receipts));
        assertThat(await(writer.publish(receipts))).isEqualTo(published);
        await(writer.abort());
        assertThat(head(spec.key())).contains(published);
    }

    @Test
    default void publishReplacesTheObjectWhereThatIsAllowed() {
        ObjectKey key = key("versions");
        StoredObject first = put(store(), key, bytes(30, 9));
        StoredObject second = put(store(), key, bytes(40, 10));
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(head(key)).contains(second);
        assertThat(get(store(), second)).isEqualTo(bytes(40, 10));
    }

    @Test
    default void publishIsAConflictWhereTheNameIsTakenForGood() {
        StoredObject first = put(store(), key("kept"), bytes(30, 11));
        assertKept(first, BlobLayout.whole(5));
        assertKept(first, blobs(2));
    }

    private void assertKept(StoredObject first, BlobLayout layout) {
        WriteSpec spec = spec(first.key(), layout, false);
        ObjectWriter writer = await(store().begin(spec));
        List<Receipt> receipts = write(writer, layout, bytes((int) layout.objectLength(), 12));
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Conflict.class);
        assertThat(head(first.key())).contains(first);
        await(writer.abort());
    }
}
