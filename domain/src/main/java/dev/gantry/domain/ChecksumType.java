package dev.gantry.domain;

/** The checksums a client may send or ask for. */
public enum ChecksumType {
    CRC32(1, 4),
    CRC32C(2, 4),
    MD5(3, 16),
    SHA256(4, 32),
    SHA512(5, 64);

    private final int number;
    private final int bytes;

    ChecksumType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** What stands for the type in stored formats; it never changes. */
    public int number() {
        return number;
    }

    /** The size of a value of this type, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The type that {@code number} stands for; {@link InvalidValueException} if there is none. */
    public static ChecksumType ofNumber(long number) {
        for (ChecksumType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new InvalidValueException("no checksum type has the number " + number);
    }
}
