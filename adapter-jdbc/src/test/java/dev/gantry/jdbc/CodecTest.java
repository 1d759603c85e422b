package dev.gantry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobId;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Truncation;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.tck.JobSamples;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodecTest {

    private static final int ROUNDS = 200;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void blobsComeBackAsTheyWerePacked() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Blob> blobs = blobs();
            assertThat(PlanCodec.unpack(PlanCodec.pack(blobs), blobs.size()))
                    .as("seed %d", seed)
                    .isEqualTo(blobs);
        }
    }

    private List<Blob> blobs() {
        List<Blob> blobs = new ArrayList<>();
        for (int object = random.nextInt(5); object >= 0; object--) {
            BlobLayout layout = new BlobLayout(random.nextInt(100), 1 + random.nextInt(20));
            Optional<VersionToken> pinned =
                    random.nextBoolean() ? Optional.of(new VersionToken(text() + "x")) : Optional.empty();
            ObjectId id = new ObjectId(uuid());
            ObjectName name = new ObjectName("dir/" + "abc".repeat(random.nextInt(3)) + (char) ('a' + object));
            for (long i = 0; i < layout.count(); i++) {
                Blob blob = Blob.of(name, id, layout, i, pinned).nearline(random.nextBoolean());
                if (random.nextInt(4) > 0) {
                    blobs.add(inParts(random.nextInt(4) > 0 ? blob : withOwnId(blob)));
                }
            }
        }
        return blobs;
    }

    private Blob inParts(Blob blob) {
        return random.nextInt(3) > 0
                ? blob
                : blob.asked(List.of(
                        new ByteRange(blob.offset(), blob.length() / 3),
                        new ByteRange(blob.offset() + blob.length() / 2, blob.length() / 3)));
    }

    /** Written by release 0.1 with version 1 of the codec. */
    @Test
    void aPlanOfVersion1IsRead() {
        byte[] old = HexFormat.of().parseHex("0101000161000000000000000500000000000000060a0402740101");
        assertThat(PlanCodec.unpack(old, 1))
                .containsExactly(Blob.of(
                        new ObjectName("a"),
                        new ObjectId(new UUID(5, 6)),
                        new BlobLayout(10, 4),
                        1,
                        Optional.of(new VersionToken("t"))));
    }

    /** Written by release 0.1 with version 1 of the codec. */
    @Test
    void aJobOfVersion1IsRead() {
        byte[] old = HexFormat.of()
                .parseHex("0100000000000000010000000000000002066f6c6406505554086469736b02620000000000000003000000000000"
                        + "000406616e6e0855534552084849474810494e5f4f52444552cad6b9950d809bee021043414e43454c454403"
                        + "0401ac020201c801fa010180f0c2950d00010c656e6f756768");
        Job job = JobCodec.unpack(old);
        assertThat(job.terms()).isEqualTo(new JobTerms("old", Priority.HIGH, Ordering.IN_ORDER));
        assertThat(job.truncation()).isEqualTo(Truncation.NONE);
        assertThat(job.ending())
                .contains(new Ending(Instant.parse("2026-01-03T00:00:00Z"), Optional.of("enough"), false));
    }

    private Blob withOwnId(Blob blob) {
        return new Blob(
                new BlobId(uuid()),
                blob.name(),
                blob.object(),
                blob.offset(),
                blob.length(),
                blob.layout(),
                blob.pinned());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Any UTF-16 units, lone surrogates included. */
    private String text() {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(6), 0, 0x10000).forEach(unit -> text.append((char) unit));
        return text.toString();
    }

    @Test
    void statesComeBackAsTheyWerePacked() {
        for (int round = 0; round < ROUNDS; round++) {
            ChunkUpdate update = update();
            StateCodec.Kept kept =
                    StateCodec.unpack(StateCodec.pack(update), update.state().blobs());
            assertThat(kept)
                    .as("seed %d", seed)
                    .isEqualTo(new StateCodec.Kept(update.state(), update.receipts(), update.reasons()));
        }
    }

    private ChunkUpdate update() {
        int blobs = 1 + random.nextInt(40);
        ChunkState state = random.nextBoolean()
                ? ChunkState.waiting(blobs)
                : ChunkState.waiting(blobs).grant();
        for (int i = random.nextInt(20); i > 0; i--) {
            int blob = random.nextInt(blobs);
            state = random.nextBoolean() ? state.evidence(blob) : state.fail(blob);
        }
        List<KeptReceipt> receipts =
                IntStream.range(0, random.nextInt(3)).mapToObj(this::receipt).toList();
        Map<Integer, String> reasons = random.nextBoolean() ? Map.of() : Map.of(random.nextInt(blobs), text());
        return new ChunkUpdate(new ChunkAddress(new JobId(uuid()), 3), state, 0, receipts, reasons);
    }

    private KeptReceipt receipt(int blob) {
        List<Checksum> checksums = Arrays.stream(ChecksumType.values())
                .filter(type -> random.nextBoolean())
                .map(type -> new Checksum(type, bytes(type.bytes())))
                .toList();
        ByteRange range = new ByteRange(random.nextLong() >>> 2, random.nextLong() >>> 2);
        var receipt = new ObjectWriter.Receipt(range, Checksums.of(checksums), new ObjectWriter.Part(text()));
        return new KeptReceipt(blob, receipt, new Metadata(Map.of(text(), text())));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void anObjectOfManyBlobsTakesFewBytes() {
        BlobLayout layout = new BlobLayout(1L << 40, 1L << 30);
        List<Blob> blobs = IntStream.range(0, 1000)
                .mapToObj(i ->
                        Blob.of(new ObjectName("a large object"), new ObjectId(uuid()), layout, i, Optional.empty()))
                .toList();
        ObjectId one = new ObjectId(uuid());
        List<Blob> ofOne = blobs.stream()
                .map(b -> Blob.of(b.name(), one, layout, b.index(), Optional.empty()))
                .toList();
        assertThat(PlanCodec.pack(ofOne)).hasSizeLessThan(64);
        assertThat(PlanCodec.pack(blobs)).hasSizeLessThan(40 * blobs.size());
    }

    @Test
    void aDamagedValueIsRefusedAsDamageWhereverItIsCutOrChanged() {
        Job job = JobSamples.job(1);
        byte[] packed = JobCodec.pack(job);
        assertThat(JobCodec.unpack(packed)).isEqualTo(job);
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertDamage(() -> JobCodec.unpack(cut));
        }
        assertDamage(() -> JobCodec.unpack(Arrays.copyOf(packed, packed.length + 1)));
        byte[] newer = packed.clone();
        newer[0]++;
        assertDamage(() -> JobCodec.unpack(newer));
    }

    @Test
    void randomBytesAreReadOrRefusedAsDamageAndNothingElse() {
        for (int round = 0; round < 3_000; round++) {
            byte[] noise = bytes(1 + random.nextInt(60));
            noise[0] = (byte) (1 + random.nextInt(2));
            assertDamageOrNothing(catchThrowable(() -> PlanCodec.unpack(noise, 1000)));
            assertDamageOrNothing(catchThrowable(() -> StateCodec.unpack(noise, 1000)));
            assertDamageOrNothing(catchThrowable(() -> RecordCodec.unpack(noise)));
        }
    }

    private void assertDamageOrNothing(Throwable failure) {
        assertThat(failure == null || isDamage(failure))
                .as("seed %d: %s", seed, failure)
                .isTrue();
    }

    private void assertDamage(Runnable unpack) {
        Throwable failure = catchThrowable(unpack::run);
        assertThat(failure).isNotNull();
        assertThat(isDamage(failure)).as("%s", failure).isTrue();
    }

    private static boolean isDamage(Throwable failure) {
        ProviderException sorted = new Failures(Path.of("jobs.db")).classify(failure);
        return sorted instanceof ProviderException.Rejected
                && sorted.getMessage().contains("damaged");
    }
}
