package dev.gantry.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Downloads over TLS 1.3 beside nginx: with each cipher that the client offers, it alone, so that all use the same. */
final class TlsCases implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final TestFiles FILES = new TestFiles("encrypted", 8, 64 << 20);
    private static final List<String> CIPHERS = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");

    private final Closing started = new Closing();
    private final Path work;

    TlsCases(Path work) {
        this.work = work;
    }

    List<Comparison> comparisons() throws Exception {
        Path folder = Files.createDirectories(work.resolve("encrypted"));
        FILES.writeTo(folder);
        TlsFiles tls = TlsFiles.make(work);
        Nginx nginx = started.add(Nginx.startTls(Files.createDirectories(work.resolve("tls")), folder, tls));
        BareProcess openssl = bare(folder, tls, "OPENSSL");
        BareProcess jdk = bare(folder, tls, "JDK");
        List<Comparison> all = new ArrayList<>();
        for (String cipher : CIPHERS) {
            all.add(new Comparison(
                    "tls get, " + cipher,
                    FILES.gibibytes(),
                    "GiB",
                    List.of(
                            Peer.of("nginx", nginx.process(), () -> read(nginx.port(), cipher, "/files/")),
                            Peer.of("transport, OpenSSL", openssl.process(), () -> read(openssl.port(), cipher, "/")),
                            Peer.of("transport, JDK", jdk.process(), () -> read(jdk.port(), cipher, "/")))));
        }
        return all;
    }

    private BareProcess bare(Path folder, TlsFiles tls, String engine) throws IOException {
        return started.add(BareProcess.start(
                BareServer.class,
                folder.toString(),
                tls.certificate().toString(),
                tls.key().toString(),
                engine));
    }

    private static void read(int port, String cipher, String path) throws Exception {
        Crew.run(() -> new RawHttp(new Encrypted(port, cipher)), CONNECTIONS, FILES.names(), (http, name) -> {
            RawHttp.Got got = http.exchange("GET " + path + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            if (got.status() != 200 || got.bytes() != FILES.size()) {
                throw new IOException(got.head());
            }
        });
    }

    @Override
    public void close() throws Exception {
        started.close();
    }

    /** A connection over TLS by the JDK, which takes anybody's certificate. */
    private static final class Encrypted implements ByteChannel {

        private final SSLSocket socket;
        private final ReadableByteChannel in;
        private final WritableByteChannel out;

        Encrypted(int port, String cipher) throws IOException {
            try {
                SSLContext context = SSLContext.getInstance("TLSv1.3");
                context.init(null, new TrustManager[] {new Anybody()}, null);
                socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
            socket.setEnabledCipherSuites(new String[] {cipher});
            in = Channels.newChannel(socket.getInputStream());
            out = Channels.newChannel(socket.getOutputStream());
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return in.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return out.write(from);
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
