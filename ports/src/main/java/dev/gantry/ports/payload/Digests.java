package dev.gantry.ports.payload;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Computes several checksums in one pass. Not thread-safe; fed in order. */
public final class Digests {

    private interface Running {
        void update(ByteBuffer bytes);

        Checksum finish();
    }

    private final List<Running> running = new ArrayList<>();

    public Digests(Set<ChecksumType> types) {
        types.forEach(type -> running.add(start(type)));
    }

    /** Feeds the bytes from position to limit; the buffer's position stays where it is. */
    public void update(ByteBuffer bytes) {
        int begin = bytes.position();
        for (int i = 0; i < running.size(); i++) { // no iterator: once for each buffer
            running.get(i).update(bytes);
            bytes.position(begin);
        }
    }

    /** The checksums of everything fed. The digests take nothing afterwards. */
    public Checksums finish() {
        return Checksums.of(running.stream().map(Running::finish).toList());
    }

    private static Running start(ChecksumType type) {
        return switch (type) {
            case CRC32 -> crc(type, new CRC32());
            case CRC32C -> crc(type, new CRC32C());
            case MD5 -> digest(type, "MD5");
            case SHA256 -> digest(type, "SHA-256");
            case SHA512 -> digest(type, "SHA-512");
        };
    }

    private static Running crc(ChecksumType type, java.util.zip.Checksum crc) {
        return new Running() {
            @Override
            public void update(ByteBuffer bytes) {
                crc.update(bytes);
            }

            @Override
            public Checksum finish() {
                return new Checksum(
                        type,
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
            }
        };
    }

    private static Running digest(ChecksumType type, String algorithm) {
        MessageDigest digest = messageDigest(algorithm);
        return new Running() {
            @Override
            public void update(ByteBuffer bytes) {
                digest.update(bytes);
            }

            @Override
            public Checksum finish() {
                return new Checksum(type, digest.digest());
            }
        };
    }

    private static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
