package dev.gantry.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where a listener listens, as {@code HOST:PORT} or {@code [IPV6]:PORT}; port 0 takes a free one. */
record HostPort(String host, int port) {

    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= 65_535) {
                return new HostPort(bare(text.substring(0, colon)), port);
            }
        } catch (NumberFormatException e) {
            throw new UsageException("a listener is named HOST:PORT, not " + text, e);
        }
        throw new UsageException("a listener is named HOST:PORT, not " + text);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address to bind; a listener beyond loopback without TLS must be meant. */
    InetSocketAddress address(boolean mayBePublic) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress() && !mayBePublic) {
                throw new UsageException("listening at " + host
                        + " would send keys' signatures and data over the network without TLS; add --tls self, or"
                        + " --tls-cert and --tls-key, or --plain if that is meant, or listen at 127.0.0.1");
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new UsageException("no host is called " + host, e);
        }
    }

    /** The URL of that host with the port that was bound. */
    String url(boolean tls, int bound) {
        return (tls ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound;
    }
}
