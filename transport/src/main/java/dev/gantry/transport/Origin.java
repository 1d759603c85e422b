package dev.gantry.transport;

import dev.gantry.domain.InvalidValueException;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where requests go: scheme, host and port (RFC 9110, 4.3).
 *
 * @param tls whether the scheme is {@code https}
 * @param address a name that is not looked up yet is, for each new connection
 */
public record Origin(boolean tls, InetSocketAddress address) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** An origin without TLS. */
    public static Origin http(String host, int port) {
        return new Origin(false, InetSocketAddress.createUnresolved(host, port));
    }

    /** An origin with TLS. */
    public static Origin https(String host, int port) {
        return new Origin(true, InetSocketAddress.createUnresolved(host, port));
    }

    /** The origin of an {@code http} or {@code https} URL, which names nothing else; {@link InvalidValueException} if not. */
    public static Origin of(URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        boolean known = tls || "http".equalsIgnoreCase(url.getScheme());
        boolean bare = url.getRawPath() == null || url.getRawPath().matches("/?");
        if (!known || url.getHost() == null || !bare || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new InvalidValueException("an endpoint is http://HOST:PORT or https://HOST:PORT, not " + url);
        }
        int port = url.getPort() < 0 ? defaultPort(tls) : url.getPort();
        String host = url.getHost();
        String bareHost = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return tls ? https(bareHost, port) : http(bareHost, port);
    }

    /** The value of a Host header: without the port where it is the scheme's own. */
    public String host() {
        String name = address.getHostString();
        String literal = name.indexOf(':') < 0 ? name : "[" + name + "]";
        return address.getPort() == defaultPort(tls) ? literal : literal + ":" + address.getPort();
    }

    private static int defaultPort(boolean tls) {
        return tls ? HTTPS_PORT : HTTP_PORT;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host();
    }
}
