package dev.gantry.transport;

/** What all connections of a server or a client share: the bytes they may hold, and the count of those they moved. */
record Bounds(ByteBudget budget, BytesMoved moved) {

    Bounds(ByteBudget budget) {
        this(budget, new BytesMoved());
    }
}
