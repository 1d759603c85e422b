package dev.gantry.peers;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes a set of files over several connections, as a client that asks for nothing but the bytes. */
record PlainRequests(TestFiles files, int connections) {

    /** Reads every file from below {@code path}, which ends in a slash, and checks its length. */
    void read(int port, String path) throws Exception {
        Crew.run(port, connections, files.names(), (http, name) -> {
            RawHttp.Got got = http.exchange("GET " + path + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            if (got.status() != 200 || got.bytes() != files.size()) {
                throw new IOException(got.head());
            }
        });
    }

    /** Writes {@code content} to every name below {@code path}, which ends in a slash. */
    void write(int port, String path, ByteBuffer content) throws Exception {
        Crew.run(port, connections, files.names(), (http, name) -> {
            String head = "PUT " + path + name + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + files.size();
            RawHttp.Got got = http.exchange(head + "\r\n\r\n", content.duplicate());
            if (got.status() / 100 != 2) {
                throw new IOException(got.head());
            }
        });
    }
}
