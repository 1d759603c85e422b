package dev.gantry.s3;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The checksum that goes with every upload (docs/s3.md, Checksums). */
final class Crc32c {

    static final String HEADER = "x-amz-checksum-crc32c";

    private static final int POLYNOMIAL = 0x82F63B78; // reflected

    private Crc32c() {}

    /** In base64, as S3 writes it. */
    static String of(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return base64((int) crc.getValue());
    }

    static String base64(int crc) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc).array());
    }

    static int value(Checksum checksum) {
        if (checksum.type() != ChecksumType.CRC32C) {
            throw new IllegalArgumentException("not a CRC32C: " + checksum);
        }
        return ByteBuffer.wrap(checksum.value()).getInt();
    }

    /**
     * The checksum of two runs of bytes in a row from theirs, without the bytes. A run that is followed by {@code n} zero
     * bits has the checksum multiplied by x to the n-th power in GF(2), modulo the polynomial; that power takes one
     * multiplication for each bit of n.
     *
     * @param length of the second run, in bytes
     */
    static int combine(int first, int second, long length) {
        int power = 1 << 31; // x^0
        int square = 1 << 23; // x^8: one byte
        for (long left = length; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                power = multiply(power, square);
            }
            square = multiply(square, square);
        }
        return multiply(first, power) ^ second;
    }

    /** The product of two polynomials modulo the third; the highest bit is the coefficient of x^0. */
    private static int multiply(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bit = 31; bit >= 0; bit--) {
            if ((a & (1 << bit)) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
        }
        return product;
    }
}
