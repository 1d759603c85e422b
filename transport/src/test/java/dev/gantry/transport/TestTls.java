package dev.gantry.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Two certificates made for these tests, one for this machine and one for {@code other.example}, and the JDK's TLS. */
final class TestTls {

    static final Path LOCALHOST = file("localhost.pem");
    static final Path LOCALHOST_KEY = file("localhost.key");
    static final Path OTHER = file("other.pem");
    static final Path OTHER_KEY = file("other.key");

    private TestTls() {}

    static ServerTls server(TlsEngine engine) throws IOException {
        return ServerTls.of(LOCALHOST, LOCALHOST_KEY, engine);
    }

    /** A socket of the JDK that trusts the certificate for this machine. */
    static SSLSocket connect(InetSocketAddress to, int receiveBuffer) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(10_000);
        socket.connect(to);
        return socket;
    }

    /** The JDK's TLS with the certificate for this machine, as both sides. */
    static SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificates = Pem.certificates(LOCALHOST);
        store.setCertificateEntry("peer", certificates.get(0));
        store.setKeyEntry("own", key(), new char[0], certificates.toArray(java.security.cert.Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static java.security.PrivateKey key() throws IOException, GeneralSecurityException {
        String pem = java.nio.file.Files.readString(LOCALHOST_KEY).replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = java.util.Base64.getDecoder().decode(pem);
        return java.security.KeyFactory.getInstance("EC")
                .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(der));
    }

    private static Path file(String name) {
        try {
            return Path.of(TestTls.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
