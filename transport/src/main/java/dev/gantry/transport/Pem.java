package dev.gantry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates in PEM form (RFC 7468). */
final class Pem {

    private Pem() {}

    /** The certificates of {@code file}, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IOException("the file " + file + " holds no certificate in PEM form");
            }
            return all;
        } catch (CertificateException e) {
            throw new IOException("the file " + file + " holds no certificate in PEM form: " + reason(e), e);
        }
    }

    /** The innermost message: those around it say only that something failed. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
