package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore} promises of head, read and delete. */
public interface ReadContract extends ProviderContract {

    private ObjectStore store() {
        return provider().objects();
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket().value(), name);
    }

    @Test
    default void headAnswersEveryKeyInOrder() {
        StoredObject a = put(store(), key("a"), bytes(1, 1));
        StoredObject b = put(store(), key("b"), bytes(2, 2));
        List<ObjectKey> keys = List.of(b.key(), key("none"), ObjectKey.of("missing", "a"), a.key());
        assertThat(await(store().head(keys)))
                .containsExactly(Optional.of(b), Optional.empty(), Optional.empty(), Optional.of(a));
    }

    @Test
    default void headRejectsTooManyKeys() {
        List<ObjectKey> keys = Collections.nCopies(ObjectStore.MAX_HEAD + 1, key("a"));
        assertThat(failure(store().head(keys))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(await(store().head(keys.subList(1, keys.size())))).hasSize(ObjectStore.MAX_HEAD);
    }

    @Test
    default void anyRangeOfAnObjectCanBeRead() {
        byte[] content = bytes(5000, 3);
        StoredObject object = put(store(), key("ranged"), content);
        for (ByteRange range :
                List.of(new ByteRange(0, 5000), new ByteRange(0, 1), new ByteRange(4999, 1), new ByteRange(17, 1234))) {
            Payload payload = await(store().read(object.key(), object.token(), range));
            assertThat(payload.length()).isEqualTo(range.length());
            assertThat(PayloadBytes.of(payload)).isEqualTo(cut(content, range));
        }
    }

    @Test
    default void rangeBeyondTheEndIsRejected() {
        StoredObject object = put(store(), key("short"), bytes(10, 4));
        assertThat(failure(store().read(object.key(), object.token(), new ByteRange(5, 6))))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    default void readFindsOnlyTheStateThatWasAskedFor() {
        StoredObject first = put(store(), key("state"), bytes(10, 5));
        put(store(), key("state"), bytes(10, 6));
        ByteRange range = new ByteRange(0, 10);
        assertThat(failure(store().read(first.key(), first.token(), range)))
                .isInstanceOf(ProviderException.NotFound.class);
        assertThat(failure(store().read(key("none"), new VersionToken("any"), range)))
                .isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    default void readThatHasBegunKeepsItsState() {
        byte[] content = bytes(3000, 7);
        StoredObject object = put(store(), key("kept"), content);
        Payload beforeReplace = await(store().read(object.key(), object.token(), new ByteRange(0, 3000)));
        StoredObject replaced = put(store(), key("kept"), bytes(3000, 8));
        Payload beforeDelete = await(store().read(replaced.key(), replaced.token(), new ByteRange(0, 3000)));
        await(store().delete(object.key()));
        assertThat(PayloadBytes.of(beforeReplace)).isEqualTo(content);
        assertThat(PayloadBytes.of(beforeDelete)).isEqualTo(bytes(3000, 8));
    }

    @Test
    default void deletedObjectIsGoneAndDeletingItAgainFindsNothing() {
        StoredObject object = put(store(), key("gone"), bytes(10, 9));
        await(store().delete(object.key()));
        assertThat(await(store().head(List.of(object.key()))).get(0)).isEmpty();
        assertThat(failure(store().delete(object.key()))).isInstanceOf(ProviderException.NotFound.class);
        assertThat(failure(store().delete(ObjectKey.of("missing", "name"))))
                .isInstanceOf(ProviderException.NotFound.class);
    }
}
