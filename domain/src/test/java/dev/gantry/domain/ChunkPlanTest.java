package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {

    private static final long GIB = 1L << 30;

    private final List<Chunk> chunks = new ArrayList<>();
    private final ChunkPlan plan = new ChunkPlan(new JobId(new UUID(0, 1)), chunks::add);

    private void add(String name, BlobLayout layout) {
        plan.add(new ObjectName(name), new ObjectId(new UUID(2, name.hashCode())), layout, Optional.empty());
    }

    @Test
    void aChunkHasAtMostAThousandBlobs() {
        for (int i = 0; i < 1001; i++) {
            add("o" + i, BlobLayout.whole(0));
        }
        assertThat(plan.finish()).isEqualTo(new JobSize(1001, 1001, 2, 0));
        assertThat(chunks).extracting(c -> c.blobs().size()).containsExactly(1000, 1);
        assertThat(chunks).extracting(Chunk::number).containsExactly(0, 1);
    }

    @Test
    void aChunkHasAtMostAGibibyteUnlessOneBlobIsLarger() {
        add("large", BlobLayout.whole(5 * GIB));
        add("cut", new BlobLayout(3 * GIB, GIB / 2));
        assertThat(plan.finish().bytes()).isEqualTo(8 * GIB);
        assertThat(chunks).extracting(Chunk::bytes).containsExactly(5 * GIB, GIB, GIB, GIB);
    }

    @Test
    void blobsOfAnObjectFollowEachOtherAndEndWithItsRest() {
        add("cut", new BlobLayout(25, 10));
        plan.finish();
        assertThat(chunks.get(0).blobs())
                .extracting(Blob::range)
                .containsExactly(new ByteRange(0, 10), new ByteRange(10, 10), new ByteRange(20, 5));
    }

    @Test
    void anObjectIsCutAsTheStoreAllows() {
        WriteLimits s3 = new WriteLimits(5 << 20, 5L << 30, 1, 10_000);
        assertThat(s3.layout(1, OptionalLong.of(10 << 20))).isEqualTo(BlobLayout.whole(1));
        assertThat(s3.layout(25 << 20, OptionalLong.of(10 << 20)).count()).isEqualTo(3);
        assertThat(s3.layout(6L << 30, OptionalLong.empty()).blobSize()).isEqualTo(5L << 30);
        assertThatThrownBy(() -> s3.layout(25 << 20, OptionalLong.of(1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("5242880");
        assertThatThrownBy(() -> s3.layout(1L << 40, OptionalLong.of(10 << 20)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("109951163");
    }

    @Test
    void aLayoutHoldsAtTheEndsOfItsRange() {
        assertThat(BlobLayout.whole(0).count()).isEqualTo(1);
        assertThat(BlobLayout.whole(0).range(0)).isEqualTo(new ByteRange(0, 0));
        assertThat(BlobLayout.whole(Long.MAX_VALUE).count()).isEqualTo(1);
        assertThat(new BlobLayout(20, 10).count()).isEqualTo(2);
        assertThat(new BlobLayout(20, 10).indexOf(20)).isEqualTo(1);
    }
}
