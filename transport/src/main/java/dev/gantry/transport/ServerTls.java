package dev.gantry.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server's certificate and key, for TLS 1.2 and 1.3 (docs/transport.md, TLS). Thread-safe. */
public final class ServerTls {

    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads both files; what they hold is used until the server ends.
     *
     * @param certificates PEM: the server's certificate, then those that lead to its issuer
     * @param key PEM: the private key, in PKCS#8, without a password
     * @throws IOException if a file cannot be read or holds something else
     */
    public static ServerTls of(Path certificates, Path key, TlsEngine engine) throws IOException {
        requireReadable(certificates);
        requireReadable(key);
        try {
            return new ServerTls(SslContextBuilder.forServer(certificates.toFile(), key.toFile())
                    .sslProvider(engine.provider())
                    .build());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "TLS cannot use " + certificates + " as certificate and " + key + " as its key: " + Pem.reason(e)
                            + "; both must be PEM, the key in PKCS#8 without a password (openssl pkcs8 -topk8 -nocrypt)",
                    e);
        }
    }

    private static void requireReadable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("the file " + file + " for TLS cannot be read");
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
