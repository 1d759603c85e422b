package dev.gantry.ports.payload;

import dev.gantry.domain.Checksums;

/** What became of a payload that was written: how many bytes, and the checksums that were asked for. */
public record Written(long length, Checksums checksums) {}
