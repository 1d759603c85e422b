package dev.gantry.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The {@code aws-chunked} encoding with a checksum behind the bytes (docs/s3.md, Uploads). Chunks have the size that the
 * signer reckons with, since it signs the length of all. The last byte goes out with the end: there are services that
 * look no further.
 */
final class AwsChunks implements Framing {

    private static final int CHUNK = 128 << 10;
    private static final byte[] NEW_LINE = ascii("\r\n");
    private static final byte[] NOTHING = {};
    private static final int OVERHEAD = 16;

    private final long length;
    private long done;
    private byte last;
    private ByteBuffer out = ByteBuffer.allocate(0);

    /** {@code length} of the bytes that will come, at least one. */
    AwsChunks(long length) {
        this.length = length;
    }

    @Override
    public long framedLength() {
        long full = length / CHUNK;
        int rest = (int) (length % CHUNK);
        long chunks = full * (head(CHUNK).length + CHUNK + NEW_LINE.length);
        return chunks + (rest == 0 ? 0 : head(rest).length + rest + NEW_LINE.length) + end(0).length;
    }

    @Override
    public ByteBuffer frame(ByteBuffer bytes) {
        makeRoom(bytes.remaining() + (bytes.remaining() / CHUNK + 2) * OVERHEAD);
        while (bytes.hasRemaining()) {
            int inChunk = (int) (done % CHUNK);
            int size = (int) Math.min(CHUNK, length - done + inChunk);
            if (inChunk == 0) {
                out.put(head(size));
            }
            int count = Math.min(size - inChunk, bytes.remaining());
            ByteBuffer piece = bytes.slice(bytes.position(), count);
            bytes.position(bytes.position() + count);
            done += count;
            if (done == length) {
                last = piece.get(count - 1);
                out.put(piece.limit(count - 1));
            } else {
                out.put(piece);
                out.put(inChunk + count == size ? NEW_LINE : NOTHING);
            }
        }
        return out.flip();
    }

    private void makeRoom(int bytes) {
        if (out.capacity() < bytes) {
            out = ByteBuffer.allocate(bytes);
        }
        out.clear();
    }

    @Override
    public ByteBuffer tail(int crc) {
        byte[] end = end(crc);
        return ByteBuffer.allocate(1 + NEW_LINE.length + end.length)
                .put(last)
                .put(NEW_LINE)
                .put(end)
                .flip();
    }

    private static byte[] end(int crc) {
        return ascii("0\r\n" + Crc32c.HEADER + ":" + Crc32c.base64(crc) + "\r\n\r\n");
    }

    private static byte[] head(int size) {
        return ascii(Integer.toHexString(size) + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
