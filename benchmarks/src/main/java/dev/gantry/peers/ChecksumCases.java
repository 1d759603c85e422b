package dev.gantry.peers;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What CRC32C adds to an upload: the same process writes the same bodies into fresh files, with it and without. */
final class ChecksumCases implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final TestFiles FILES = new TestFiles("summed", 16, 64 << 20);
    private static final PlainRequests REQUESTS = new PlainRequests(FILES, CONNECTIONS);

    private final Closing started = new Closing();
    private final Path work;
    private final ByteBuffer content = FILES.content();

    ChecksumCases(Path work) {
        this.work = work;
    }

    List<Comparison> comparisons() throws Exception {
        Path folder = Files.createDirectories(work.resolve("summed"));
        BareProcess server = started.add(BareProcess.start(BareServer.class, folder.toString()));
        return List.of(new Comparison(
                "crc",
                FILES.gibibytes(),
                "GiB",
                List.of(
                        put("transport, no checksum", server, folder, "/new/"),
                        put("transport, CRC32C", server, folder, "/summed/"))));
    }

    private Peer put(String name, BareProcess server, Path folder, String path) {
        Peer timed = Peer.of(name, server.process(), () -> REQUESTS.write(server.port(), path, content));
        return new Peer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Cost round() throws Exception {
                Cost took = timed.round();
                Folders.delete(folder);
                Files.createDirectory(folder);
                return took;
            }
        };
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
