package dev.gantry.transport;

/** What all connections of a server or a client share: the bytes and pipes they may hold, and what they moved. */
record Bounds(ByteBudget budget, BytesMoved moved, PipePool pipes) {

    Bounds(ByteBudget budget, PipePool pipes) {
        this(budget, new BytesMoved(), pipes);
    }
}
