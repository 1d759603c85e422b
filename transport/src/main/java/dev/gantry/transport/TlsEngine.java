package dev.gantry.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** What encrypts and decrypts (docs/transport.md, TLS). */
public enum TlsEngine {
    /** BoringSSL where netty-tcnative is on the class path and its native part loads, the JDK's engine elsewhere. */
    OPENSSL,
    /** The JDK's engine: works everywhere, and costs more. */
    JDK;

    SslProvider provider() {
        return this == OPENSSL && OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }
}
