package dev.gantry.ports.spi;

import dev.gantry.domain.JobId;

/** A chunk's place: its job and its number there. */
public record ChunkAddress(JobId job, int number) {}
