package dev.gantry.transport;

import dev.gantry.domain.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of targets: what may stand plain in one does, as clients write it (docs/spectra-s3.md, Encoding). */
public final class Percent {

    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String IN_PATH = LETTERS_AND_DIGITS + "-._~!$'()*,&=@:/";
    private static final String IN_QUERY = LETTERS_AND_DIGITS + "-._~!$'()*,@/";
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /** Encodes a path; slashes stay. */
    public static String encodePath(String path) {
        return encode(path, IN_PATH);
    }

    /** Encodes the value of a query parameter. */
    public static String encodeQuery(String value) {
        return encode(value, IN_QUERY);
    }

    /**
     * Encodes whatever is not unreserved (RFC 3986, 2.3), slashes too: the one form that a signature over the target can
     * count on.
     */
    public static String encodeUnreserved(String text) {
        return encode(text, LETTERS_AND_DIGITS + "-._~");
    }

    private static String encode(String text, String plain) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && plain.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    /** Decodes a path: a plus is a plus. Refuses what is no percent-encoded UTF-8 with {@link InvalidValueException}. */
    public static String decodePath(String encoded) {
        return decode(encoded, false);
    }

    /** Decodes a query name or value: a plus is a space. Refuses what is no percent-encoded UTF-8 with {@link InvalidValueException}. */
    public static String decodeQuery(String encoded) {
        return decode(encoded, true);
    }

    private static String decode(String encoded, boolean plusIsSpace) {
        return isPlain(encoded, plusIsSpace) ? encoded : decodeOctets(encoded, plusIsSpace);
    }

    /** Most names need no decoding, and no copy. */
    private static boolean isPlain(String encoded, boolean plusIsSpace) {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' || c >= 0x80 || (plusIsSpace && c == '+')) {
                return false;
            }
        }
        return true;
    }

    private static String decodeOctets(String encoded, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i));
                i += 2;
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : latin1(encoded, c));
            }
        }
        return utf8(bytes.toByteArray(), encoded);
    }

    private static int octet(String encoded, int at) {
        int high = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new InvalidValueException("the percent sign at " + at + " begins no percent-encoding: " + encoded);
        }
        return (high << 4) | low;
    }

    /** Octets that came without encoding are taken as they came. */
    private static int latin1(String encoded, char c) {
        if (c > 0xFF) {
            throw new InvalidValueException("not percent-encoded: " + encoded);
        }
        return c;
    }

    private static String utf8(byte[] bytes, String encoded) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValueException("not UTF-8 once decoded: " + encoded, e);
        }
    }
}
