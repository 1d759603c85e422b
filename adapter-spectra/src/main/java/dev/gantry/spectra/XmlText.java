package dev.gantry.spectra;

/** Which characters XML 1.0 can carry. */
final class XmlText {

    private static final int REPLACEMENT = 0xFFFD;
    private static final char FIRST_SURROGATE = Character.MIN_SURROGATE;

    private XmlText() {}

    /** Whether XML 1.0 can carry every character of the text. */
    static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST_SURROGATE ? !isLegal((int) c) : !isLegal(text.codePointAt(i))) {
                return false;
            }
            i += Character.isHighSurrogate(c) ? 1 : 0; // legal, so its other half follows
        }
        return true;
    }

    /** The text with U+FFFD for what XML 1.0 cannot carry. */
    static String replaceIllegal(String text) {
        return isLegal(text)
                ? text
                : text.codePoints()
                        .map(c -> isLegal(c) ? c : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
