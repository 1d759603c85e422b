package dev.gantry.ports.payload;

import java.nio.channels.FileChannel;

/**
 * Where to write in an open file: {@code length} bytes from {@code position} on. Nobody else writes that range
 * meanwhile. Whoever passes it keeps the channel and closes it.
 */
public record FileRange(FileChannel channel, long position, long length) {}
