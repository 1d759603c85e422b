package dev.gantry.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Whom a client believes to be the server it meant (docs/transport.md, TLS). Thread-safe. */
public final class ClientTls {

    private static final String BY_HOST_NAME = "HTTPS"; // RFC 9110, 4.3.4
    private static final String BY_NOTHING = "";

    private final UnaryOperator<SslContextBuilder> trust;
    private final String identification;
    private final TlsEngine engine;
    private Optional<SslContext> context = Optional.empty(); // guarded by this; made when first needed

    private ClientTls(UnaryOperator<SslContextBuilder> trust, String identification, TlsEngine engine) {
        this.trust = trust;
        this.identification = identification;
        this.engine = engine;
    }

    /** A certificate for the host's name, issued by somebody the JVM trusts. */
    public static ClientTls system(TlsEngine engine) {
        return new ClientTls(builder -> builder, BY_HOST_NAME, engine);
    }

    /**
     * A certificate for the host's name, issued by one of those in {@code issuers}, which is PEM, and by nobody else.
     *
     * @throws IOException if the file holds no certificate
     */
    public static ClientTls issuedBy(Path issuers, TlsEngine engine) throws IOException {
        List<X509Certificate> known = Pem.certificates(issuers);
        return new ClientTls(builder -> builder.trustManager(known), BY_HOST_NAME, engine);
    }

    /**
     * The first certificate of the PEM file and no other, whatever name it is for and however long ago it ended.
     *
     * @throws IOException if the file holds no certificate
     */
    public static ClientTls exactly(Path certificate, TlsEngine engine) throws IOException {
        OneCertificate only = new OneCertificate(Pem.certificates(certificate).get(0), certificate);
        return new ClientTls(builder -> builder.trustManager(only), BY_NOTHING, engine);
    }

    /** Anybody: encrypted, but perhaps with the wrong one. */
    public static ClientTls anybody(TlsEngine engine) {
        return new ClientTls(builder -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE), BY_NOTHING, engine);
    }

    SslHandler handler(ByteBufAllocator allocator, String host, int port) throws IOException {
        return context().newHandler(allocator, host, port);
    }

    private synchronized SslContext context() throws IOException {
        if (context.isEmpty()) {
            context = Optional.of(trust.apply(SslContextBuilder.forClient())
                    .sslProvider(engine.provider())
                    .endpointIdentificationAlgorithm(identification)
                    .build());
        }
        return context.get();
    }
}
