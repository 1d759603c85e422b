package dev.gantry.transport;

/** What answers requests. Called on the connection's event loop: it must not block, and may answer later. */
@FunctionalInterface
public interface Handler {

    /** Takes over one request; must call {@link Exchange#respond} once, now or later, from any thread. */
    void handle(Exchange exchange);
}
