package dev.gantry.server;

import dev.gantry.transport.ClientTls;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

    static final Path DEFAULT_DATA = Path.of("gantry-data");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data directory; gantry-data in the current directory if not given")
    private Path data;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "a node or another Spectra S3 server to speak to, http://HOST:PORT or https://HOST:PORT")
    private String node;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "believe https nodes whose certificate was issued by one of those in this PEM file")
    private Path ca;

    @Option(names = "--insecure", description = "believe any https node: encrypted, but perhaps with the wrong one")
    private boolean insecure;

    @Option(names = "--json", description = "print one JSON object a line")
    private boolean json;

    @Option(names = "--verbose", description = "print the stack trace of an error")
    private boolean verbose;

    Path data() {
        return data == null ? DEFAULT_DATA : data;
    }

    /** Whether the data directory was named rather than left to the default. */
    boolean namesData() {
        return data != null;
    }

    Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** Whom a node that was named is believed to be. */
    ClientTls trust() throws IOException {
        if (insecure && ca != null) {
            throw new UsageException("--ca says whom to believe and --insecure to believe anybody; give one of them");
        }
        if (insecure) {
            return ClientTls.anybody(TlsEngine.OPENSSL);
        }
        return ca == null ? ClientTls.system(TlsEngine.OPENSSL) : ClientTls.issuedBy(readable(ca), TlsEngine.OPENSSL);
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new UsageException("the file " + file + " cannot be read; --ca takes certificates in PEM form");
        }
        return file;
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }
}
