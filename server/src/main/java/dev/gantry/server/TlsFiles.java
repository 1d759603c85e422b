package dev.gantry.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The certificate that a listener shows, and its key.
 *
 * @param certificate PEM, with those that lead to its issuer
 * @param key PEM, PKCS#8
 */
record TlsFiles(Path certificate, Path key) {

    /**
     * What an operator asked for.
     *
     * @param mode {@code none} or {@code self}; without effect where files are named
     * @param certificate empty or a file
     * @param key empty or a file
     */
    record Choice(String mode, String certificate, String key) {

        Choice {
            if (certificate.isEmpty() != key.isEmpty()) {
                throw new UsageException("TLS needs both a certificate and its key: --tls-cert FILE --tls-key FILE");
            }
            if (!List.of("none", "self").contains(mode)) {
                throw new UsageException("TLS is none or self, not " + mode);
            }
        }

        boolean isSelf() {
            return certificate.isEmpty() && "self".equals(mode);
        }

        /** The files to use, which {@code maker} makes if the node issues its own certificate. */
        Optional<TlsFiles> files(SelfSigned maker, HostPort listen) throws IOException {
            if (isSelf()) {
                return Optional.of(maker.forNames(names(listen.host())));
            }
            return certificate.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
        }
    }

    private static Set<String> names(String listen) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", name("::1"), name(listen)));
        try {
            names.add(name(InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException e) {
            // a machine that does not know its own name is reached by another
        }
        return names;
    }

    static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    /** A host's name or address in one spelling. */
    static String name(String host) {
        try {
            return isAddress(host) ? InetAddress.getByName(host).getHostAddress() : host.toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            throw new UsageException("no host is called " + host, e);
        }
    }
}
