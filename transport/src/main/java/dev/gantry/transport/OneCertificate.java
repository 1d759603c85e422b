package dev.gantry.transport;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Trusts a server that has one certain certificate. */
final class OneCertificate implements X509TrustManager {

    private final X509Certificate expected;
    private final Path file;

    OneCertificate(X509Certificate expected, Path file) {
        this.expected = expected;
        this.file = file;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!expected.equals(chain[0])) {
            throw new CertificateException("the server's certificate is not the one in " + file);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("clients are not told apart by certificates");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
