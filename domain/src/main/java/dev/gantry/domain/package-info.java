/**
 * Jobs, chunks, blobs and priorities; the chunk plan; the scheduler; the job's transitions. Pure: no I/O, no clock, no
 * randomness, no threads.
 */
package dev.gantry.domain;
