package dev.gantry.s3;

import java.nio.ByteBuffer;

/** The bytes as they are, for services that know no checksum behind them; the last byte is the end. */
final class PlainBytes implements Framing {

    private final long length;
    private long done;
    private byte last;

    /** {@code length} of the bytes that will come, at least one. */
    PlainBytes(long length) {
        this.length = length;
    }

    @Override
    public long framedLength() {
        return length;
    }

    @Override
    public ByteBuffer frame(ByteBuffer bytes) {
        done += bytes.remaining();
        if (done < length || !bytes.hasRemaining()) {
            return bytes;
        }
        last = bytes.get(bytes.limit() - 1);
        return bytes.slice(bytes.position(), bytes.remaining() - 1);
    }

    @Override
    public ByteBuffer tail(int crc) {
        return ByteBuffer.wrap(new byte[] {last});
    }
}
