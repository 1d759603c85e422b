package dev.gantry.transport;

import dev.gantry.ports.payload.FileSlice;
import io.netty.channel.DefaultFileRegion;

/** A file slice for sendfile. Its release ends the lease, where Netty's would close a channel that others use. */
final class LeasedRegion extends DefaultFileRegion {

    private final FileSlice slice;

    LeasedRegion(FileSlice slice) {
        super(slice.channel(), slice.position(), slice.length());
        this.slice = slice;
    }

    @Override
    protected void deallocate() {
        slice.close();
    }
}
