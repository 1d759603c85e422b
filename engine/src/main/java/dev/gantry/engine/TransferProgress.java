package dev.gantry.engine;

/**
 * How far a transfer is. {@code bytesDone} counts what need not be moved any more, {@code bytesMoved} what was moved by
 * this run, both in whole blobs. {@code objectsDone} counts failed objects too.
 */
public record TransferProgress(long objectsDone, long objects, long bytesDone, long bytes, long bytesMoved) {}
