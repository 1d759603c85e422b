package dev.gantry.durastore;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ObjectRecord;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An object's record as the text of one property. It names the MD5 of the content that it stands beside and is void
 * beside any other: others replace contents and leave properties (docs/durastore.md, Driven: records). The MD5 of the
 * blobs is left out, since store or manifest have them.
 */
final class RemoteRecord {

    /** A store may take no more than 2 KiB of properties in all. */
    private static final int MAX_TEXT = 1400;

    private static final String FORMAT = "1";
    private static final int FIELDS = 7;

    private RemoteRecord() {}

    /** The text, if the record fits; {@code beside} is the content's MD5 in hex. */
    static Optional<String> encode(ObjectRecord record, String beside) {
        List<ChecksumType> types = types(record.blobs().get(0));
        if (record.blobs().stream().anyMatch(blob -> !types(blob).equals(types))) {
            return Optional.empty();
        }
        String text = String.join(
                ";",
                FORMAT,
                beside,
                record.id().toString(),
                record.created().toString(),
                Long.toString(record.layout().blobSize()),
                types.stream().map(ChecksumType::name).collect(Collectors.joining(",")),
                values(record, types));
        return Optional.of(text).filter(t -> t.length() <= MAX_TEXT);
    }

    private static List<ChecksumType> types(Checksums blob) {
        return blob.all().stream()
                .map(Checksum::type)
                .filter(type -> type != ChecksumType.MD5)
                .toList();
    }

    private static String values(ObjectRecord record, List<ChecksumType> types) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (Checksums blob : record.blobs()) {
            types.forEach(
                    type -> values.writeBytes(blob.find(type).orElseThrow().value()));
        }
        return Base64.getEncoder().encodeToString(values.toByteArray());
    }

    /** The record of an object of {@code length} bytes, if {@code text} is one and belongs to the content {@code beside}. */
    static Optional<ObjectRecord> decode(String text, String beside, long length, List<Checksum> md5) {
        String[] fields = text.split(";", -1);
        if (fields.length != FIELDS || !fields[0].equals(FORMAT) || !fields[1].equalsIgnoreCase(beside)) {
            return Optional.empty();
        }
        try {
            BlobLayout layout = new BlobLayout(length, Long.parseLong(fields[4]));
            List<ChecksumType> types = Arrays.stream(fields[5].split(","))
                    .filter(name -> !name.isEmpty())
                    .map(ChecksumType::valueOf)
                    .toList();
            ByteBuffer values = ByteBuffer.wrap(Base64.getDecoder().decode(fields[6]));
            return layout.count() == md5.size()
                    ? Optional.of(new ObjectRecord(
                            ObjectId.parse(fields[2]), Instant.parse(fields[3]), layout, blobs(md5, types, values)))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static List<Checksums> blobs(List<Checksum> md5, List<ChecksumType> types, ByteBuffer values) {
        List<Checksums> blobs = new ArrayList<>();
        for (Checksum known : md5) {
            List<Checksum> blob = new ArrayList<>(List.of(known));
            for (ChecksumType type : types) {
                byte[] value = new byte[type.bytes()];
                values.get(value);
                blob.add(new Checksum(type, value));
            }
            blobs.add(Checksums.of(blob));
        }
        return blobs;
    }
}
