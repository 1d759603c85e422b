package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.TestObjects.DIGESTS;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.spec;
import static dev.gantry.tck.TestObjects.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link ResumableWrites} promises. */
public interface ResumableWritesContract extends ProviderContract {

    private ResumableWrites resumable() {
        return provider().capability(ResumableWrites.class).orElseThrow();
    }

    private WriteSpec begun(String name) {
        WriteSpec spec = spec(ObjectKey.of(bucket().value(), name), blobs(2));
        await(provider().objects().begin(spec));
        return spec;
    }

    private static byte[] content(WriteSpec spec) {
        return bytes((int) spec.layout().objectLength(), 1);
    }

    @Test
    default void beginningAgainTakesUpWhatWasWritten() {
        WriteSpec spec = begun("taken-up");
        byte[] content = content(spec);
        ObjectWriter first = await(provider().objects().begin(spec));
        ByteRange half = spec.layout().range(0);
        Receipt kept = await(first.write(half, Buffers.of(cut(content, half)), DIGESTS));
        await(first.force());
        ObjectWriter second = await(provider().objects().begin(spec));
        ByteRange rest = spec.layout().range(1);
        Receipt written = await(second.write(rest, Buffers.of(cut(content, rest)), DIGESTS));
        assertThat(get(provider().objects(), await(second.publish(List.of(kept, written)))))
                .isEqualTo(content);
    }

    @Test
    default void onlyTheHalfWrittenIsHeld() {
        WriteSpec published = begun("published");
        ObjectWriter writer = await(provider().objects().begin(published));
        assertThat(await(resumable().holds(published.id()))).isTrue();
        await(writer.publish(write(writer, published.layout(), content(published))));
        WriteSpec aborted = begun("aborted");
        await(await(provider().objects().begin(aborted)).abort());
        for (ObjectId id : List.of(published.id(), aborted.id(), new ObjectId(new UUID(1, 2)))) {
            assertThat(await(resumable().holds(id))).isFalse();
        }
    }

    @Test
    default void sweepKeepsWhatItIsToldToAndWhatIsPublished() {
        WriteSpec kept = begun("kept");
        WriteSpec swept = begun("swept");
        WriteSpec published = begun("published");
        ObjectWriter writer = await(provider().objects().begin(published));
        var object = await(writer.publish(write(writer, published.layout(), content(published))));
        assertThat(await(resumable().sweep(Set.of(kept.id())))).isEqualTo(1);
        assertThat(await(resumable().sweep(Set.of(kept.id())))).isZero();
        assertThat(await(resumable().holds(kept.id()))).isTrue();
        assertThat(await(resumable().holds(swept.id()))).isFalse();
        assertThat(get(provider().objects(), object)).isEqualTo(content(published));
    }
}
