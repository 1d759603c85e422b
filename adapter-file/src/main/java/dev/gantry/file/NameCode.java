package dev.gantry.file;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the bytes of a name in ASCII so that texts sort as the bytes do, also where a file system ignores case, and
 * cuts them into directories (docs/adapter-file.md, Names).
 */
final class NameCode {

    /** A piece this long, in characters, goes on in a directory of its own. */
    static final int PIECE = 200;

    /** Ends the name of an object's file: sorts before every code. */
    static final char FILE = '!';

    /** Ends the name of a directory whose names go on without a slash. */
    static final char CONTINUED = '~';

    private static final String[] CODES = new String[256];

    static {
        for (int b = 0; b < CODES.length; b++) {
            CODES[b] = code(b);
        }
    }

    private NameCode() {}

    private static String code(int b) {
        if (b == '-' || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z')) {
            return String.valueOf((char) b);
        }
        if (b == '.') {
            return ".e";
        }
        if (b == '/') {
            return ".f";
        }
        return String.format(Locale.ROOT, "%c%02x", b < '-' ? '+' : b < 'a' ? '=' : '~', b);
    }

    /** The text of all bytes, uncut. */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            text.append(CODES[b & 0xFF]);
        }
        return text.toString();
    }

    /** The path of a name's file: directories, each with a slash behind it, and the file last. */
    static String path(byte[] name) {
        StringBuilder path = new StringBuilder(name.length + 1);
        int piece = 0; // where the last one begins
        for (byte b : name) {
            if (path.length() - piece >= PIECE) {
                piece = path.append(CONTINUED).append('/').length();
            }
            path.append(CODES[b & 0xFF]);
            if (b == '/') {
                piece = path.append('/').length();
            }
        }
        return path.append(FILE).toString();
    }

    /** The bytes of {@code text}; empty if no bytes have that text. */
    static Optional<byte[]> bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int b = byteAt(text, at);
            if (b < 0) {
                return Optional.empty();
            }
            bytes.write(b);
            at += CODES[b].length();
        }
        return Optional.of(bytes.toByteArray());
    }

    /** The byte whose code stands at {@code at}, or -1. */
    private static int byteAt(String text, int at) {
        int b = switch (text.charAt(at)) {
            case '.' -> text.startsWith("e", at + 1) ? '.' : '/';
            case '+', '=', '~' -> hex(text, at + 1) << 4 | hex(text, at + 2);
            default -> text.charAt(at);
        };
        return b >= 0 && b < CODES.length && text.startsWith(CODES[b], at) ? b : -1;
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}
