package dev.gantry.tck;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobId;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Transition;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Values to keep. */
public final class JobSamples {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");
    private static final BucketName BUCKET = new BucketName("demo");

    private JobSamples() {}

    /** A job in progress; of two the one with the greater number is newer. */
    public static Job job(int number) {
        return Job.begun(
                new JobId(new UUID(1, number)),
                JobKind.PUT,
                new StoreId("files"),
                BUCKET,
                owner(number, Role.ADMIN),
                new JobTerms(
                        "job " + number + " \u0000 \"' \uD83D\uDE00 \uD800",
                        Priority.HIGH,
                        Ordering.IN_ORDER,
                        Set.of(JobOption.PROTECTED, JobOption.VERIFY_AFTER_WRITE)),
                NOON.plusNanos(number));
    }

    private static User owner(int number, Role role) {
        return new User(new UserId(new UUID(2, number)), "Zoë", role);
    }

    /** Whom the job of that number belongs to, as one who sees only what is his. */
    static User user(int number) {
        return owner(number, Role.USER);
    }

    static Job canceled(Job job) {
        Transition ended = job.timeOut(NOON.plusSeconds(5), "2 of 3 objects failed");
        return ((Transition.Moved) ended).job();
    }

    /** A chunk of objects of one blob each, whose names no other chunk of any job has. */
    public static Chunk chunk(Job job, int number, int blobs) {
        List<Blob> all = IntStream.range(0, blobs)
                .mapToObj(i -> blob("data/" + job.id() + "/" + number + "/" + i, i, 100))
                .toList();
        return Chunk.of(job.id(), number, all);
    }

    private static Blob blob(String name, int number, long length) {
        ObjectId object = new ObjectId(new UUID(name.hashCode(), number));
        return Blob.of(new ObjectName(name), object, BlobLayout.whole(length), 0, Optional.empty());
    }

    static Chunk hostile(Job job, int number) {
        ObjectName longest = new ObjectName("é".repeat(512));
        Blob pinned = Blob.of(
                longest,
                new ObjectId(new UUID(-1, -1)),
                new BlobLayout((1L << 60) + 1, 1L << 40),
                7,
                Optional.of(new VersionToken("\u0000'\uDC00")));
        Blob named = new Blob(
                new BlobId(new UUID(5, 5)),
                new ObjectName("'; DROP TABLE job; --\r\n\t"),
                new ObjectId(new UUID(0, 0)),
                0,
                0,
                BlobLayout.whole(0),
                Optional.empty());
        Blob inParts = blob("parts", 3, 9)
                .asked(List.of(new ByteRange(0, 1), new ByteRange(8, 1)))
                .nearline(true);
        return Chunk.of(job.id(), number, List.of(pinned, named, blob("..", 1, 1), blob("a/", 2, 0), inParts));
    }

    static Chunk manyBlobs(Job job, int number) {
        BlobLayout layout = new BlobLayout(Chunk.MAX_BLOBS * 10L - 3, 10);
        List<Blob> all = IntStream.range(0, Chunk.MAX_BLOBS)
                .mapToObj(i ->
                        Blob.of(new ObjectName("large"), new ObjectId(new UUID(3, 3)), layout, i, Optional.empty()))
                .toList();
        return Chunk.of(job.id(), number, all);
    }

    static List<ObjectKey> keys(Chunk chunk) {
        return chunk.blobs().stream()
                .map(blob -> new ObjectKey(BUCKET, blob.name()))
                .toList();
    }

    /** An update without receipts and reasons. */
    public static ChunkUpdate update(Chunk chunk, ChunkState state) {
        ChunkAddress address = new ChunkAddress(chunk.job(), chunk.number());
        return new ChunkUpdate(address, state, 100L * state.evidenceCount(), List.of(), Map.of());
    }

    static KeptReceipt receipt(Chunk chunk, int blob) {
        Checksums checksums = Checksums.of(
                new Checksum(ChecksumType.CRC32C, new byte[] {1, -2, 3, -4}),
                new Checksum(ChecksumType.MD5, new byte[16]));
        ByteRange range = chunk.blobs().get(blob).range();
        return new KeptReceipt(
                blob,
                new ObjectWriter.Receipt(range, checksums, new ObjectWriter.Part("part \"1\"")),
                new Metadata(Map.of("colour", "bl\u00fc \u0000", "empty", "")));
    }

    static Catalogue.State state(String name, String token) {
        return new Catalogue.State(new ObjectKey(BUCKET, new ObjectName(name)), new VersionToken(token));
    }

    static ObjectRecord record(int number) {
        Checksums crc = Checksums.of(new Checksum(ChecksumType.CRC32, new byte[] {0, 0, 0, (byte) number}));
        return new ObjectRecord(
                new ObjectId(new UUID(7, number)),
                NOON.minusSeconds(number),
                new BlobLayout(150, 100),
                List.of(crc, Checksums.none()));
    }
}
