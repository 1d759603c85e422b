package dev.gantry.lab.s3;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Digests;
import dev.gantry.transport.Headers;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bodies against what stands for them. */
final class S3Body {

    static final String CRC32C = "x-amz-checksum-crc32c";

    private static final String HASH = "x-amz-content-sha256";

    private S3Body() {}

    /** The bytes without frames, once every CRC32C and MD5 that came with them is found right. */
    static byte[] checked(Headers headers, byte[] body) {
        boolean framed =
                headers.first(HASH).filter(h -> h.startsWith("STREAMING-")).isPresent();
        FramedBody read = framed ? FramedBody.read(body) : new FramedBody(body, Map.of());
        requireLength(headers, read.bytes());
        headers.first(CRC32C).or(() -> read.trailer(CRC32C)).ifPresent(said -> require(said, crc32c(read.bytes())));
        headers.first("Content-MD5")
                .ifPresent(said ->
                        require(said, digest(ChecksumType.MD5, read.bytes()).toBase64()));
        return read.bytes();
    }

    private static void requireLength(Headers headers, byte[] bytes) {
        Optional<String> said = headers.first("x-amz-decoded-content-length");
        if (said.isPresent() && !said.get().equals(String.valueOf(bytes.length))) {
            throw new S3Refusal(400, "IncompleteBody", "The body has " + bytes.length + " bytes, not " + said.get());
        }
    }

    private static void require(String said, String computed) {
        if (!said.equals(computed)) {
            throw new S3Refusal(400, "BadDigest", "The checksum " + said + " is not that of the bytes, " + computed);
        }
    }

    static String crc32c(byte[] bytes) {
        return digest(ChecksumType.CRC32C, bytes).toBase64();
    }

    static Checksum digest(ChecksumType type, byte[] bytes) {
        Digests digests = new Digests(Set.of(type));
        digests.update(ByteBuffer.wrap(bytes));
        return digests.finish().find(type).orElseThrow();
    }
}
