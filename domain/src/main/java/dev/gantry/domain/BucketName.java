package dev.gantry.domain;

import java.util.regex.Pattern;

/**
 * The name of a bucket, unique in a node: 1 to 63 of {@code A-Z a-z 0-9 . - _}, as the vendor's contract has it
 * (docs/spectra-s3.md, Limits). {@code .} and {@code ..} and {@code _rest_} are refused, since no request could name
 * them.
 */
public record BucketName(String value) implements Comparable<BucketName> {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9.\\-_]{1,63}");

    public BucketName {
        if (value == null || !LEGAL.matcher(value).matches() || isReserved(value)) {
            throw new InvalidValueException("a bucket is named by 1 to 63 of A-Z a-z 0-9 . - _, not: " + value);
        }
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
