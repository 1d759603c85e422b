package dev.gantry.s3;

import java.nio.ByteBuffer;

/** How the bytes of an upload look on the wire. Fed in order; not thread-safe. */
interface Framing {

    /** How many bytes go out in all. */
    long framedLength();

    /** What goes out for the next bytes; valid until the next call, perhaps empty. Not all of it for the last ones. */
    ByteBuffer frame(ByteBuffer bytes);

    /** What goes out behind everything. Without it the service keeps nothing. */
    ByteBuffer tail(int crc);
}
