package dev.gantry.file;

import dev.gantry.domain.ObjectId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The last {@value #SIZE} bytes of an object's file. It alone says which state of the object the file holds and how long
 * it is, so that a ranged read need not read the trailer (docs/adapter-file.md, Object files).
 *
 * @param length of the data, in bytes
 * @param trailerLength in bytes
 * @param trailerCrc the trailer's CRC32C
 */
record Footer(ObjectId id, long length, int trailerLength, int trailerCrc) {

    static final int SIZE = 48;

    /** The largest trailer, in bytes: that of 200,000 blobs with every type of checksum has 25 MB. */
    static final int MAX_TRAILER = 64 << 20;

    private static final int FORMAT = 1;
    private static final long MAGIC = 0x47414E5452594F42L; // GANTRYOB

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putInt(trailerLength)
                .putLong(length)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .putInt(trailerCrc);
        return bytes.putInt(crc(bytes.duplicate().flip())).flip();
    }

    /** Reads the footer of {@code file}, which has {@code size} bytes. */
    static Footer decode(ByteBuffer bytes, Path file, long size) throws DamagedFileException {
        if (bytes.remaining() != SIZE || bytes.getLong(0) != MAGIC) {
            throw new DamagedFileException(file, "it does not end as an object's file does");
        }
        if (crc(bytes.slice(0, SIZE - Integer.BYTES)) != bytes.getInt(SIZE - Integer.BYTES)) {
            throw new DamagedFileException(file, "its footer has the wrong checksum");
        }
        if (bytes.getInt(8) != FORMAT) {
            throw new DamagedFileException(file, "its format is " + bytes.getInt(8) + ", not " + FORMAT);
        }
        Footer footer = new Footer(
                new ObjectId(new UUID(bytes.getLong(24), bytes.getLong(32))),
                bytes.getLong(16),
                bytes.getInt(12),
                bytes.getInt(40));
        footer.requireSize(file, size);
        return footer;
    }

    private void requireSize(Path file, long size) throws DamagedFileException {
        boolean legal = length >= 0 && trailerLength >= 0 && trailerLength <= MAX_TRAILER;
        if (!legal || length + trailerLength + SIZE != size) {
            throw new DamagedFileException(file, "it has " + size + " bytes, other than its footer says");
        }
    }

    /** The CRC32C of everything between position and limit, which stay. */
    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
