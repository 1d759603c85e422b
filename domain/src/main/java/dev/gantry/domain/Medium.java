package dev.gantry.domain;

/**
 * One medium that can be mounted and taken away, as a tape cartridge.
 *
 * @param barcode what is printed on it: 1 to 64 printable ASCII characters other than space, comma and brackets
 */
public record Medium(String barcode) implements Comparable<Medium> {

    private static final int MAX_LENGTH = 64;

    public Medium {
        if (barcode.isEmpty()
                || barcode.length() > MAX_LENGTH
                || !barcode.chars().allMatch(Medium::isLegal)) {
            throw new InvalidValueException("no barcode: '" + barcode + "'; it has 1 to " + MAX_LENGTH
                    + " printable characters without spaces, commas and brackets");
        }
    }

    private static boolean isLegal(int c) {
        return c > ' ' && c <= '~' && ",[]".indexOf(c) < 0;
    }

    @Override
    public int compareTo(Medium other) {
        return barcode.compareTo(other.barcode);
    }

    @Override
    public String toString() {
        return barcode;
    }
}
