package dev.gantry.ports.payload;

import java.util.function.Function;

/** Bytes that arrive while they are read, from a socket or another store. Nothing is read until its source is asked. */
public final class Streamed extends Payload {

    /** The length of a stream that does not say how long it is. */
    public static final long UNKNOWN = -1;

    private final long length;
    private final Source source;

    /** Leases what {@code source} will deliver: exactly {@code length} bytes, unless that is {@link #UNKNOWN}. */
    public Streamed(long length, Source source) {
        this.length = length;
        this.source = source;
    }

    public Source source() {
        return source;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public <T> T fold(
            Function<? super Buffers, ? extends T> buffers,
            Function<? super FileSlice, ? extends T> slice,
            Function<? super Streamed, ? extends T> streamed) {
        return streamed.apply(this);
    }

    @Override
    void paced(Pace newPace) {
        source.pace(newPace);
    }

    @Override
    void release() {
        source.close();
    }
}
