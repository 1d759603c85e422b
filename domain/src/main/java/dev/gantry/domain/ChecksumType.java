package dev.gantry.domain;

/** The checksums a client may send or ask for. {@code bytes} is the size of a value. */
public enum ChecksumType {
    CRC32(4),
    CRC32C(4),
    MD5(16),
    SHA256(32),
    SHA512(64);

    private final int bytes;

    ChecksumType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of a value of this type, in bytes. */
    public int bytes() {
        return bytes;
    }
}
