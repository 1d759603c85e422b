package dev.gantry.ports.spi;

import dev.gantry.domain.Metadata;

/**
 * A blob received of an object that is not whole yet, with the metadata that came along.
 *
 * @param blob the blob's place in its chunk
 */
public record KeptReceipt(int blob, ObjectWriter.Receipt receipt, Metadata metadata) {}
