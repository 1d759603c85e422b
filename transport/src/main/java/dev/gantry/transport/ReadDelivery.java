package dev.gantry.transport;

import dev.gantry.ports.api.Blobs;

/** Ends a read when it is known how it went. */
record ReadDelivery(Blobs.Read read) implements Reply.Delivery {

    @Override
    public void delivered() {
        try {
            read.delivered().whenComplete((done, problem) -> read.close());
        } catch (RuntimeException e) {
            read.close();
            throw e;
        }
    }

    @Override
    public void failed() {
        read.close();
    }
}
