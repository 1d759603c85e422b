package dev.gantry.spectra;

import static dev.gantry.spectra.RemoteFake.join;
import static dev.gantry.spectra.RemoteFake.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.BlockingBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteBlobsTest {

    private static final JobId JOB = JobId.parse("11111111-1111-4111-8111-111111111111");
    private static final String OF_JOB = "?job=" + JOB + "&offset=20";
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);

    private RemoteFake fake;

    @BeforeEach
    void start() throws IOException {
        fake = new RemoteFake();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void putSendsBytesOneChecksumAndMetadataAsTheyAre() {
        Checksums sums = digests(EnumSet.of(ChecksumType.CRC32C, ChecksumType.MD5));
        String crc = sums.find(ChecksumType.CRC32C).orElseThrow().toBase64();
        fake.on(
                "PUT /demo/a%20b%2B%C3%BC/%3F%23x" + OF_JOB,
                200,
                "",
                "Content-CRC32C",
                crc,
                "version-id",
                "f0000000-0000-4000-8000-000000000000");
        Metadata metadata = new Metadata(Map.of("!#$%&'*+-.^_`|~9a", "v%41 \"<&>", "mtime", "1700000000"));
        Received received = join(put(address("a b+ü/?#x"), metadata, sums));
        assertThat(received.answer().toBase64()).isEqualTo(crc);
        assertThat(received.blob().range()).isEqualTo(new ByteRange(20, 10));
        assertThat(received.blob().object().toString()).isEqualTo("f0000000-0000-4000-8000-000000000000");
        assertThat(fake.last().body()).isEqualTo(BYTES);
        assertThat(fake.last().header("Content-Length")).isEqualTo("10");
        assertThat(fake.last().header("Content-CRC32C")).isEqualTo(crc);
        assertThat(fake.last().headers().first("Content-MD5")).isEmpty();
        assertThat(fake.last().header("x-amz-meta-!#$%&'*+-.^_`|~9a")).isEqualTo("v%41 \"<&>");
        assertThat(fake.last().header("x-amz-meta-mtime")).isEqualTo("1700000000");
    }

    @Test
    void anotherChecksumInTheAnswerIsAMismatch() {
        Checksums sums = digests(EnumSet.of(ChecksumType.MD5));
        fake.on("PUT /demo/a" + OF_JOB, 200, "", "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(refused(put(address("a"), Metadata.none(), sums)).problem()).isEqualTo(Problem.CHECKSUM_MISMATCH);
    }

    @Test
    void whatTheCallerDidNotDigestIsDigestedAsItGoesOut() {
        fake.on("PUT /demo/a" + OF_JOB, 200, "", "Content-CRC32C", "AAAAAA==");
        assertThat(refused(put(address("a"), Metadata.none(), Checksums.none())).problem())
                .isEqualTo(Problem.CHECKSUM_MISMATCH);
        String crc = digests(EnumSet.of(ChecksumType.CRC32C))
                .find(ChecksumType.CRC32C)
                .orElseThrow()
                .toBase64();
        fake.on("PUT /demo/b" + OF_JOB, 200, "", "Content-CRC32C", crc);
        assertThat(join(put(address("b"), Metadata.none(), Checksums.none()))
                        .answer()
                        .toBase64())
                .isEqualTo(crc);
    }

    @Test
    void anAnswerWithoutAnyChecksumConfirmsNothing() {
        fake.on("PUT /demo/a" + OF_JOB, 200, "");
        assertThat(refused(put(address("a"), Metadata.none(), Checksums.none())))
                .hasMessageContaining("names no checksum");
    }

    @ParameterizedTest
    @CsvSource({"a b,x", "ü,x", "a,ü", "a,'x '", "a,' x'", "a,'x\u0007y'", "'',x"})
    void metadataThatHttpCannotCarryIsRefusedBeforeAnythingIsSent(String name, String value) {
        ApiException refusal = refused(put(address("a"), new Metadata(Map.of(name, value)), Checksums.none()));
        assertThat(refusal.problem()).isEqualTo(Problem.INVALID);
        assertThat(refusal).hasMessageContaining("percent-encode");
    }

    @Test
    void aRefusedBodyKeepsItsReason() {
        fake.on("PUT /demo/a" + OF_JOB, RemoteFake.error(400, "BadDigest", "CRC32C is not that of the bytes"));
        ApiException refusal = refused(put(address("a"), Metadata.none(), Checksums.none()));
        assertThat(refusal.problem()).isEqualTo(Problem.CHECKSUM_MISMATCH);
        assertThat(refusal).hasMessage("CRC32C is not that of the bytes");
    }

    @Test
    void getGivesTheWholeBlobWithItsChecksum() throws IOException {
        fake.on(
                "GET /demo/a" + OF_JOB,
                200,
                BYTES,
                "Content-CRC32C",
                "Hw6Idg==",
                "x-amz-meta-k",
                "v",
                "version-id",
                "f0000000-0000-4000-8000-000000000000");
        try (Read read = join(fake.gateway().blobs().get(new Download(address("a"), List.of())))) {
            assertThat(bytes(read)).isEqualTo(BYTES);
            assertThat(read.blob()).isEqualTo(new ByteRange(20, 10));
            assertThat(read.ranges()).containsExactly(new ByteRange(20, 10));
            assertThat(read.checksum()).contains(Checksum.base64(ChecksumType.CRC32C, "Hw6Idg=="));
            assertThat(read.object().metadata().values()).containsEntry("k", "v");
            assertThat(read.delivered()).isCompleted();
        }
    }

    @Test
    void aRangeIsInTheWholeObject() throws IOException {
        fake.on(
                "GET /demo/a" + OF_JOB,
                206,
                "56789".getBytes(StandardCharsets.UTF_8),
                "Content-Range",
                "bytes 25-29/100");
        Download download = new Download(address("a"), List.of(new ByteRange(25, 5)));
        try (Read read = join(fake.gateway().blobs().get(download))) {
            assertThat(fake.last().header("Range")).isEqualTo("bytes=25-29");
            assertThat(bytes(read)).isEqualTo("56789".getBytes(StandardCharsets.UTF_8));
            assertThat(read.ranges()).containsExactly(new ByteRange(25, 5));
            assertThat(read.object().length()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"200,bytes 25-29/100", "206,bytes 24-28/100", "206,bytes 25-28/100", "206,bytes 25-30/100"})
    void anAnswerThatIsNotTheRangeAskedForIsNotGivenOut(int status, String range) {
        fake.on("GET /demo/a" + OF_JOB, status, "56789".getBytes(StandardCharsets.UTF_8), "Content-Range", range);
        Download download = new Download(address("a"), List.of(new ByteRange(25, 5)));
        assertThat(refused(fake.gateway().blobs().get(download)).problem()).isEqualTo(Problem.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "'bytes 20-21,25-27/100'",
        "'bytes 20-21, 25-27/*'",
    })
    void severalRangesAreCutFromOneBody(String range) throws IOException {
        fake.on("GET /demo/a" + OF_JOB, 206, "01567".getBytes(StandardCharsets.UTF_8), "Content-Range", range);
        List<ByteRange> asked = List.of(new ByteRange(20, 2), new ByteRange(23, 1), new ByteRange(25, 10));
        try (Read read = join(fake.gateway().blobs().get(new Download(address("a"), asked)))) {
            assertThat(fake.last().header("Range")).isEqualTo("bytes=20-21,23-23,25-34");
            assertThat(read.ranges()).containsExactly(new ByteRange(20, 2), new ByteRange(25, 3));
            assertThat(read.payloads()).extracting(Payload::length).containsExactly(2L, 3L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'bytes 25-27,20-21/100'",
        "'bytes 20-21/100'",
        "'bytes 20-21,25-28/100'",
        "'bytes 20-21,25-27,25-27/100'"
    })
    void partsThatAreNotTheRangesAskedForAreNotGivenOut(String range) {
        fake.on("GET /demo/a" + OF_JOB, 206, "01567".getBytes(StandardCharsets.UTF_8), "Content-Range", range);
        List<ByteRange> asked = List.of(new ByteRange(20, 2), new ByteRange(25, 3));
        Download download = new Download(address("a"), asked);
        assertThat(refused(fake.gateway().blobs().get(download)).problem()).isEqualTo(Problem.INTERNAL);
    }

    @Test
    void anEmptyRangeIsRefused() {
        Download download = new Download(address("a"), List.of(new ByteRange(20, 0)));
        assertThat(refused(fake.gateway().blobs().get(download)).problem()).isEqualTo(Problem.INVALID);
    }

    @Test
    void aReadClosedUnreadLeavesNothingOpen() {
        fake.on("GET /demo/a" + OF_JOB, 200, BYTES);
        join(fake.gateway().blobs().get(new Download(address("a"), List.of()))).close();
    }

    private java.util.concurrent.CompletionStage<Received> put(Address address, Metadata metadata, Checksums sums) {
        return fake.gateway().blobs().put(new Upload(address, metadata, sums, Buffers.of(BYTES)));
    }

    private static Address address(String name) {
        return new Address(ObjectKey.of("demo", name), Optional.of(JOB), OptionalLong.of(20));
    }

    private static Checksums digests(EnumSet<ChecksumType> types) {
        Digests digests = new Digests(types);
        digests.update(ByteBuffer.wrap(BYTES));
        return digests.finish();
    }

    private static byte[] bytes(Read read) throws IOException {
        Streamed body = (Streamed) read.payloads().get(0);
        return new BlockingBody(body, 1000, Duration.ofSeconds(10)).readAllBytes();
    }
}
