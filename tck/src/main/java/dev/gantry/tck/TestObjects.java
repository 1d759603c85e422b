package dev.gantry.tck;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Objects to write in tests, and the shortest ways to write and read them. */
public final class TestObjects {

    /** What is digested of every blob here. */
    public static final Set<ChecksumType> DIGESTS = Set.of(ChecksumType.CRC32C, ChecksumType.MD5);

    private TestObjects() {}

    /** Bytes that a seed makes. */
    public static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A new object that may replace another, with some metadata. */
    public static WriteSpec spec(ObjectKey key, BlobLayout layout) {
        return spec(key, layout, true);
    }

    /** A new object with some metadata. */
    public static WriteSpec spec(ObjectKey key, BlobLayout layout, boolean replace) {
        return new WriteSpec(
                key,
                new ObjectId(UUID.randomUUID()),
                Instant.parse("2026-02-03T04:05:06.789Z"),
                layout,
                new Metadata(Map.of("colour", "gr\u00fcn %20 \u2603", "empty", "")),
                replace);
    }

    /** Writes {@code bytes} as one object, a blob after the other, and publishes it. */
    public static StoredObject put(ObjectStore store, WriteSpec spec, byte[] bytes) {
        ObjectWriter writer = await(store.begin(spec));
        return await(writer.publish(write(writer, spec.layout(), bytes)));
    }

    /** Writes {@code bytes} as one object of one blob that replaces any other. */
    public static StoredObject put(ObjectStore store, ObjectKey key, byte[] bytes) {
        return put(store, spec(key, BlobLayout.whole(bytes.length)), bytes);
    }

    /** Writes every blob, one after the other. */
    public static List<ObjectWriter.Receipt> write(ObjectWriter writer, BlobLayout layout, byte[] bytes) {
        List<ObjectWriter.Receipt> receipts = new ArrayList<>();
        for (long i = 0; i < layout.count(); i++) {
            ByteRange range = layout.range(i);
            receipts.add(await(writer.write(range, Buffers.of(cut(bytes, range)), DIGESTS)));
        }
        return receipts;
    }

    /** The object as a store gives it that leaves out what it would have to ask for. */
    public static StoredObject bare(StoredObject object) {
        return new StoredObject(
                object.key(), object.token(), object.length(), object.modified(), Metadata.none(), Optional.empty());
    }

    /** The bytes of {@code range}. */
    public static byte[] cut(byte[] bytes, ByteRange range) {
        return Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
    }

    /** All bytes of the object in that state. */
    public static byte[] get(ObjectStore store, StoredObject object) {
        return PayloadBytes.of(await(store.read(object.key(), object.token(), new ByteRange(0, object.length()))));
    }
}
