package dev.gantry.transport;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.security.cert.CertificateException;

/** Says what can be done about a connection on which TLS did not come about. */
final class TlsFailure {

    private TlsFailure() {}

    static IOException of(Origin origin, Throwable cause) {
        return new IOException("no TLS with " + origin + ": " + advice(cause), cause);
    }

    private static String advice(Throwable cause) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof NotSslRecordException) {
                return "it speaks no TLS; use http";
            }
            if (c instanceof CertificateException) {
                return "its certificate is not trusted (" + Pem.reason(c)
                        + "); name the one of its issuer, or its own if it made that itself";
            }
        }
        return Pem.reason(cause);
    }
}
