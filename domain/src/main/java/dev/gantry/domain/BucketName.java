package dev.gantry.domain;

/**
 * The name of a bucket, unique in a node: 1 to 63 of {@code A-Z a-z 0-9 . - _}, as the vendor's contract has it
 * (docs/spectra-s3.md, Limits). {@code .} and {@code ..} and {@code _rest_} are refused, since no request could name
 * them.
 */
public record BucketName(String value) implements Comparable<BucketName> {

    private static final int MAX_CHARACTERS = 63;

    public BucketName {
        if (value == null || !isLegal(value) || isReserved(value)) {
            throw new InvalidValueException("a bucket is named by 1 to 63 of A-Z a-z 0-9 . - _, not: " + value);
        }
    }

    /** Without a pattern: every request names a bucket. */
    private static boolean isLegal(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isLegal(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= MAX_CHARACTERS;
    }

    private static boolean isLegal(char c) {
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    }

    private static boolean isReserved(String value) {
        return value.equals(".") || value.equals("..") || value.equals("_rest_");
    }

    @Override
    public int compareTo(BucketName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
