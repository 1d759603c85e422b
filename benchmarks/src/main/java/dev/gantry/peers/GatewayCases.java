package dev.gantry.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bodies from socket to socket: the transport as a gateway beside nginx as a proxy, downloads from a server that sends
 * files, and uploads, with a checksum, to one that drops them.
 */
final class GatewayCases implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final TestFiles FILES = new TestFiles("passed", 16, 64 << 20);
    private static final PlainRequests REQUESTS = new PlainRequests(FILES, CONNECTIONS);

    private final Closing started = new Closing();
    private final Path work;
    private final ByteBuffer content = FILES.content();
    private Nginx files;
    private BareProcess sink;

    GatewayCases(Path work) {
        this.work = work;
    }

    List<Comparison> comparisons() throws Exception {
        Path folder = Files.createDirectories(work.resolve("passed"));
        FILES.writeTo(folder);
        files = nginx("files", folder, Ports.free());
        sink = started.add(BareProcess.start(BareServer.class, folder.toString()));
        return List.of(
                new Comparison("gateway", FILES.gibibytes(), "GiB", List.of(proxyGet(), get("AUTO"), get("COPY"))),
                new Comparison(
                        "gateway put",
                        FILES.gibibytes(),
                        "GiB",
                        List.of(proxyPut(), put("AUTO"), put("AUTO", "CRC32C"), put("COPY"), put("COPY", "CRC32C"))));
    }

    private Nginx nginx(String name, Path folder, int upstream) throws Exception {
        return started.add(Nginx.start(Files.createDirectories(work.resolve(name)), folder, upstream));
    }

    private Peer proxyGet() throws Exception {
        Nginx proxy = nginx("proxy", work, files.port());
        return Peer.of("nginx proxy_pass", proxy.process(), () -> REQUESTS.read(proxy.port(), "/proxy/files/"));
    }

    private Peer get(String forwarding) throws IOException {
        BareProcess gateway = gateway(files.port(), forwarding);
        return Peer.of("transport, " + forwarding, gateway.process(), () -> REQUESTS.read(gateway.port(), "/files/"));
    }

    private Peer proxyPut() throws Exception {
        Nginx proxy = nginx("put-proxy", work, sink.port());
        return Peer.of("nginx proxy_pass", proxy.process(), () -> REQUESTS.write(proxy.port(), "/proxy/", content));
    }

    private Peer put(String... how) throws IOException {
        BareProcess gateway = gateway(sink.port(), how);
        return Peer.of(
                "transport, " + String.join(", ", how),
                gateway.process(),
                () -> REQUESTS.write(gateway.port(), "/", content));
    }

    private BareProcess gateway(int upstream, String... how) throws IOException {
        String[] arguments = new String[1 + how.length];
        arguments[0] = Integer.toString(upstream);
        System.arraycopy(how, 0, arguments, 1, how.length);
        return started.add(BareProcess.start(BareGateway.class, arguments));
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
