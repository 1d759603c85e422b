package dev.gantry.file;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ObjectRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an object's file says of the object behind its data (docs/adapter-file.md, Object files).
 *
 * @param modified when the object was published
 */
record Trailer(Instant modified, Metadata metadata, ObjectRecord record) {

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeInstant(out, modified);
        writeInstant(out, record.created());
        out.writeLong(record.layout().blobSize());
        writeMetadata(out);
        for (Checksums blob : record.blobs()) {
            writeChecksums(out, blob);
        }
        return bytes.toByteArray();
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private void writeMetadata(DataOutputStream out) throws IOException {
        out.writeInt(metadata.values().size());
        for (Map.Entry<String, String> entry : metadata.values().entrySet()) {
            writeText(out, entry.getKey());
            writeText(out, entry.getValue());
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static void writeChecksums(DataOutputStream out, Checksums checksums) throws IOException {
        out.writeByte(checksums.all().size());
        for (Checksum checksum : checksums.all()) {
            out.writeByte(checksum.type().number());
            out.write(checksum.value());
        }
    }

    /** Reads the trailer of object {@code id} of {@code length} bytes. Any failure means that it is damaged. */
    static Trailer decode(byte[] bytes, ObjectId id, long length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Instant modified = readInstant(in);
        Instant created = readInstant(in);
        BlobLayout layout = new BlobLayout(length, in.getLong());
        Metadata metadata = readMetadata(in);
        List<Checksums> blobs = new ArrayList<>();
        while (in.hasRemaining()) {
            blobs.add(readChecksums(in));
        }
        return new Trailer(modified, metadata, new ObjectRecord(id, created, layout, blobs));
    }

    private static Instant readInstant(ByteBuffer in) {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private static Metadata readMetadata(ByteBuffer in) throws IOException {
        int count = in.getInt();
        if (count <= 0) {
            return Metadata.none();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int left = count; left > 0; left--) {
            values.put(readText(in), readText(in));
        }
        return new Metadata(values);
    }

    private static String readText(ByteBuffer in) throws IOException {
        int length = in.getInt();
        if (length < 0 || length > Metadata.MAX_BYTES) {
            throw new IOException("a text of " + length + " bytes");
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Checksums readChecksums(ByteBuffer in) {
        int count = Byte.toUnsignedInt(in.get());
        List<Checksum> checksums = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            ChecksumType type = ChecksumType.ofNumber(Byte.toUnsignedInt(in.get()));
            byte[] value = new byte[type.bytes()];
            in.get(value);
            checksums.add(new Checksum(type, value));
        }
        return Checksums.of(checksums);
    }
}
