package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.DIGESTS;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What {@link ServerCopy} promises. */
public interface ServerCopyContract extends ProviderContract {

    private ServerCopy copies() {
        return provider().capability(ServerCopy.class).orElseThrow();
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket().value(), name);
    }

    private Optional<StoredObject> head(ObjectKey key) {
        return await(provider().objects().head(List.of(key))).get(0);
    }

    private WriteSpec target(String name, BlobLayout layout, boolean replace) {
        return new WriteSpec(
                key(name),
                new ObjectId(UUID.randomUUID()),
                Instant.parse("2026-03-04T05:06:07Z"),
                layout,
                new Metadata(Map.of("copied", "ja \u2603")),
                replace);
    }

    private List<Receipt> copyAll(CopyWriter writer, BlobLayout layout) {
        List<CompletionStage<Receipt>> all = new ArrayList<>();
        for (long i = layout.count() - 1; i >= 0; i--) {
            all.add(0, writer.copy(layout.range(i)));
        }
        return all.stream().map(Await::await).toList();
    }

    private StoredObject copy(StoredObject source, WriteSpec target) {
        CopyWriter writer = await(copies().begin(target, source.key(), source.token()));
        return await(writer.publish(copyAll(writer, target.layout())));
    }

    @Test
    default void copyHasTheSourcesBytesAndWhatTheTargetSaysBeside() {
        StoredObject source = put(provider().objects(), key("from/a b+c%20\u2603"), bytes(1000, 1));
        WriteSpec target = target("to/a b+c%20\u2603", BlobLayout.whole(1000), true);
        StoredObject copied = copy(source, target);
        assertThat(head(target.key())).contains(copied);
        assertThat(copied.metadata()).isEqualTo(target.metadata());
        copied.record().ifPresent(record -> {
            assertThat(record.id()).isEqualTo(target.id());
            assertThat(record.created()).isEqualTo(target.created());
            assertThat(record.layout()).isEqualTo(target.layout());
        });
        assertThat(get(provider().objects(), copied)).isEqualTo(bytes(1000, 1));
        assertThat(head(source.key())).contains(source);
    }

    @Test
    default void blobsAreCopiedAtOnceAndWhatIsToldOfThemIsTrue() {
        WriteSpec spec = spec(key("blobs"), blobs(3));
        byte[] content = bytes((int) spec.layout().objectLength(), 2);
        StoredObject source = put(provider().objects(), spec, content);
        WriteSpec target = target("copy", spec.layout(), true);
        CopyWriter writer = await(copies().begin(target, source.key(), source.token()));
        List<Receipt> receipts = copyAll(writer, spec.layout());
        assertThat(head(target.key())).isEmpty();
        for (int i = 0; i < receipts.size(); i++) {
            ByteRange range = spec.layout().range(i);
            Digests digests = new Digests(DIGESTS);
            digests.update(ByteBuffer.wrap(cut(content, range)));
            assertThat(receipts.get(i).range()).isEqualTo(range);
            assertThat(receipts.get(i).checksums().firstDisagreement(digests.finish()))
                    .isEmpty();
        }
        StoredObject copied = await(writer.publish(receipts));
        assertThat(copied.length()).isEqualTo(content.length);
        assertThat(get(provider().objects(), copied)).isEqualTo(content);
    }

    @Test
    default void emptyObjectIsCopied() {
        StoredObject source = put(provider().objects(), key("empty"), new byte[0]);
        assertThat(copy(source, target("copy", BlobLayout.whole(0), true)).length())
                .isZero();
    }

    @Test
    default void objectIsCopiedOntoItself() {
        StoredObject source = put(provider().objects(), key("same"), bytes(70, 3));
        StoredObject copied = copy(source, target("same", BlobLayout.whole(70), true));
        assertThat(head(source.key())).contains(copied);
        assertThat(copied.metadata().values()).containsOnlyKeys("copied");
        assertThat(get(provider().objects(), copied)).isEqualTo(bytes(70, 3));
    }

    @Test
    default void sourceThatIsMissingOrInAnotherStateIsNotFound() {
        StoredObject old = put(provider().objects(), key("from"), bytes(20, 4));
        CopyWriter begun = await(copies().begin(target("late", BlobLayout.whole(20), true), old.key(), old.token()));
        List<Receipt> receipts = copyAll(begun, BlobLayout.whole(20));
        put(provider().objects(), key("from"), bytes(20, 5));
        assertThat(failure(begun.publish(receipts))).isInstanceOf(ProviderException.NotFound.class);
        assertThat(failure(copies().begin(target("to", BlobLayout.whole(20), true), old.key(), old.token())))
                .isInstanceOf(ProviderException.NotFound.class);
        assertThat(failure(copies().begin(
                                target("to", BlobLayout.whole(20), true), key("missing"), new VersionToken("none"))))
                .isInstanceOf(ProviderException.NotFound.class);
        assertThat(head(key("late"))).isEmpty();
        assertThat(head(key("to"))).isEmpty();
    }

    @Test
    default void blobsOfTwoStatesAreNeverMixed() {
        WriteSpec spec = spec(key("blobs"), blobs(2));
        byte[] content = bytes((int) spec.layout().objectLength(), 6);
        StoredObject source = put(provider().objects(), spec, content);
        CopyWriter writer = await(copies().begin(target("to", spec.layout(), true), source.key(), source.token()));
        Receipt first = await(writer.copy(spec.layout().range(0)));
        put(provider().objects(), spec.key(), bytes(content.length, 7));
        assertThat(failure(
                        writer.copy(spec.layout().range(1)).thenCompose(last -> writer.publish(List.of(first, last)))))
                .isInstanceOf(ProviderException.NotFound.class);
        await(writer.abort());
        await(writer.abort());
        assertThat(head(key("to"))).isEmpty();
    }

    @Test
    default void nameThatIsTakenForGoodIsAConflict() {
        StoredObject source = put(provider().objects(), key("from"), bytes(30, 8));
        StoredObject there = put(provider().objects(), key("to"), bytes(40, 9));
        WriteSpec target = target("to", BlobLayout.whole(30), false);
        CopyWriter writer = await(copies().begin(target, source.key(), source.token()));
        List<Receipt> receipts = copyAll(writer, target.layout());
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Conflict.class);
        assertThat(head(there.key())).contains(there);
    }

    @Test
    default void copyPublishedAgainGivesTheSameAnswerAndAbortThenDoesNothing() {
        StoredObject source = put(provider().objects(), key("from"), bytes(50, 10));
        WriteSpec target = target("to", BlobLayout.whole(50), false);
        CopyWriter writer = await(copies().begin(target, source.key(), source.token()));
        List<Receipt> receipts = copyAll(writer, target.layout());
        StoredObject copied = await(writer.publish(receipts));
        assertThat(await(writer.publish(receipts))).isEqualTo(copied);
        await(writer.abort());
        CopyWriter again = await(copies().begin(target, source.key(), source.token()));
        assertThat(await(again.publish(copyAll(again, target.layout())))).isEqualTo(copied);
    }

    @Test
    default void whatCannotBeACopyIsRefused() {
        StoredObject source = put(provider().objects(), key("from"), bytes(50, 11));
        assertThat(failure(copies().begin(target("to", BlobLayout.whole(51), true), source.key(), source.token())))
                .isInstanceOf(ProviderException.Rejected.class);
        WriteSpec nowhere = spec(ObjectKey.of("missing", "name"), BlobLayout.whole(50));
        assertThat(failure(copies().begin(nowhere, source.key(), source.token())))
                .isInstanceOf(ProviderException.NotFound.class);
        CopyWriter writer =
                await(copies().begin(target("to", BlobLayout.whole(50), true), source.key(), source.token()));
        assertThat(failure(writer.copy(new ByteRange(10, 40)))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(writer.publish(List.of()))).isInstanceOf(ProviderException.Rejected.class);
    }
}
