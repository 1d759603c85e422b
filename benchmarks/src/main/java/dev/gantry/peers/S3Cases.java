package dev.gantry.peers;

import java.io.IOException;
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
                        Peer.of("nginx proxy_pass", proxy.process(), () -> read(proxy.port())),
                        Peer.of(
                                "gantry, job",
                                node.process(),
                                () -> jobs.get(FILES.names(), FILES.size(), CONNECTIONS))),
                compared(
                        "s3 put",
                        Peer.of("nginx proxy_pass", proxy.process(), () -> write(proxy.port())),
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

    private static void read(int port) throws Exception {
        Crew.run(port, CONNECTIONS, FILES.names(), (http, name) -> {
            RawHttp.Got got = http.exchange("GET " + path(name) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            if (got.status() != 200 || got.bytes() != FILES.size()) {
                throw new IOException(got.head());
            }
        });
    }

    private void write(int port) throws Exception {
        Crew.run(port, CONNECTIONS, FILES.names(), (http, name) -> {
            String head = "PUT " + path(name) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + FILES.size();
            RawHttp.Got got = http.exchange(head + "\r\n\r\n", content.duplicate());
            if (got.status() != 200) {
                throw new IOException(got.head());
            }
        });
    }

    private static String path(String name) {
        return "/proxy/" + BUCKET + "/" + name;
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
