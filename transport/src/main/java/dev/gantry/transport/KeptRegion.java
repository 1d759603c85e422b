package dev.gantry.transport;

import dev.gantry.ports.payload.FileSlice;
import io.netty.channel.DefaultFileRegion;

/** A part of a file slice for sendfile, whose release leaves the channel open: others may read it. */
final class KeptRegion extends DefaultFileRegion {

    /** {@code offset} and {@code count} in bytes, within {@code slice}, which stays with the caller. */
    KeptRegion(FileSlice slice, long offset, long count) {
        super(slice.channel(), slice.position() + offset, count);
    }

    @Override
    protected void deallocate() {
        // the holder of the slice closes it
    }
}
