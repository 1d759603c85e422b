package dev.gantry.ports.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestsTest {

    /** The check values that the field publishes for "123456789". */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "MD5, 25f9e794323b453885f5181f1b624d0b",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void theCheckValuesComeOut(ChecksumType type, String hex) {
        Digests digests = new Digests(EnumSet.of(type));
        ByteBuffer bytes = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));
        digests.update(bytes.duplicate().limit(4));
        digests.update(bytes.duplicate().position(4));
        assertThat(digests.finish().find(type).orElseThrow().toHex()).isEqualTo(hex);
    }

    @Test
    void everyTypeAskedForComesOfOnePassAndTheBufferStaysAsItWas() {
        Digests digests = new Digests(EnumSet.allOf(ChecksumType.class));
        ByteBuffer bytes = ByteBuffer.allocateDirect(1000);
        digests.update(bytes);
        assertThat(bytes.remaining()).isEqualTo(1000);
        Checksums checksums = digests.finish();
        assertThat(checksums.all()).hasSize(ChecksumType.values().length);
    }

    @Test
    void aLeaseCountsUntilItIsClosedOnce() {
        long before = Payload.open();
        Buffers buffers = Buffers.of(new byte[3]);
        assertThat(Payload.open()).isEqualTo(before + 1);
        buffers.close();
        buffers.close();
        assertThat(Payload.open()).isEqualTo(before);
    }
}
