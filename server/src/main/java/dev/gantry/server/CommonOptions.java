package dev.gantry.server;

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
            description = "a node or another Spectra S3 server to speak to, http://HOST:PORT")
    private String node;

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

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }
}
