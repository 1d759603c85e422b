package dev.gantry.peers;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A node whose store is S3, beside nginx in front of the same service: what a bulk job costs whose bytes go from socket to
 * socket, with signatures, framing, checksums and evidence. Both sides' uploads replace the same objects.
 */
final class S3Cases implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final String BUCKET = "passed";
    private static final TestFiles FILES = new TestFiles("large", 8, 64 << 20);
    private static final PlainRequests REQUESTS = new PlainRequests(FILES, CONNECTIONS);
    private static final String PROXIED = "/proxy/" + BUCKET + "/";

    private final Closing started = new Closing();
    private final ByteBuffer content = FILES.content();
    private final Path launcher;
    private final Path work;

    S3Cases(Path launcher, Path work) {
        this.launcher = launcher;
        this.work = work;
    }

    List<Comparison> comparisons() throws Exception {
        Path folder = Files.createDirectories(work.resolve("s3"));
        BareProcess upstream = started.add(BareProcess.start(S3Upstream.class, folder.toString()));
        Nginx proxy =
                started.add(Nginx.start(Files.createDirectories(work.resolve("s3-proxy")), folder, upstream.port()));
        GantryNode node = started.add(GantryNode.start(launcher, work.resolve("s3-node"), store(upstream.port())));
        SpectraJobs jobs = new SpectraJobs(node, BUCKET);
        jobs.makeBucket();
        jobs.put(FILES.names(), content, CONNECTIONS);
        return List.of(
                compared(
                        "s3 get",
                        Peer.of("nginx proxy_pass", proxy.process(), () -> REQUESTS.read(proxy.port(), PROXIED)),
                        Peer.of(
                                "gantry, job",
                                node.process(),
                                () -> jobs.get(FILES.names(), FILES.size(), CONNECTIONS))),
                compared(
                        "s3 put",
                        Peer.of(
                                "nginx proxy_pass",
                                proxy.process(),
                                () -> REQUESTS.write(proxy.port(), PROXIED, content)),
                        Peer.of(
                                "gantry, job, CRC32C",
                                node.process(),
                                () -> jobs.put(FILES.names(), content, CONNECTIONS))));
    }

    private static Comparison compared(String name, Peer... peers) {
        return new Comparison(name, FILES.gibibytes(), "GiB", List.of(peers));
    }

    private static String store(int port) {
        return """
                gantry.stores.primary {
                  type = s3
                  endpoint = "http://127.0.0.1:%d"
                  access-key = any
                  secret-key = any
                }
                """.formatted(port);
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
