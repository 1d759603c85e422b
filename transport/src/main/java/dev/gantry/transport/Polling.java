package dev.gantry.transport;

/** How event loops learn that a socket is ready. */
public enum Polling {
    /** The kernel's epoll where Netty's native part loads (Linux), Java's selector elsewhere. */
    NATIVE,
    /** Java's selector: works everywhere, and knows less about delivery (docs/transport.md, Evidence). */
    SELECTOR
}
