package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeases.class)
class ServerTest {

    private static final Set<ChecksumType> ALL = EnumSet.allOf(ChecksumType.class);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aFileSliceArrivesAsItIs(Polling polling) throws Exception {
        byte[] content = TestFiles.bytes(1, 20 << 20);
        Path file = TestFiles.file(directory, content);
        try (TestServer server = TestServer.of(
                        s -> s.withPolling(polling),
                        exchange -> exchange.respond(payloads(TestFiles.slice(file, 7, content.length - 7))));
                RawClient client = server.connect()) {
            byte[] got = client.get("/").body();
            assertThat(got).isEqualTo(java.util.Arrays.copyOfRange(content, 7, content.length));
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aBodyIsWrittenIntoItsFileRangeWithItsChecksums(Polling polling) throws Exception {
        byte[] content = TestFiles.bytes(2, 9 << 20);
        Path file = directory.resolve("target");
        try (TestServer server = TestServer.of(s -> s.withPolling(polling), e -> write(e, file, 100, content.length));
                RawClient client = server.connect()) {
            client.send("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: " + content.length + "\r\n\r\n")
                    .send(content);
            assertThat(client.answer().text()).isEqualTo(content.length + " " + checksums(content));
        }
        assertThat(java.util.Arrays.copyOfRange(Files.readAllBytes(file), 100, 100 + content.length))
                .isEqualTo(content);
    }

    @Test
    void severalPayloadsFollowOneAnother() throws Exception {
        byte[] content = TestFiles.bytes(3, 100_000);
        Path file = TestFiles.file(directory, content);
        try (TestServer server = TestServer.of(exchange -> exchange.respond(payloads(
                        Buffers.of(new byte[] {'a'}),
                        TestFiles.slice(file, 0, 0),
                        TestFiles.slice(file, 0, 50_000),
                        Buffers.of(new byte[0]),
                        TestFiles.slice(file, 50_000, 50_000))));
                RawClient client = server.connect()) {
            byte[] got = client.get("/").body();
            assertThat(got[0]).isEqualTo((byte) 'a');
            assertThat(java.util.Arrays.copyOfRange(got, 1, got.length)).isEqualTo(content);
        }
    }

    static Reply payloads(Payload... payloads) {
        return new Reply(200, Headers.none(), new Reply.Payloads(List.of(payloads), new Deliveries()));
    }

    private static void write(Exchange exchange, Path file, long position, long length) {
        FileRange range = TestFiles.range(file, position, length);
        Streamed body = exchange.body();
        body.source().writeTo(range, ALL).whenComplete((written, failure) -> {
            body.close();
            TestFiles.close(range.channel());
            exchange.respond(
                    failure == null
                            ? text(200, written.length() + " " + written.checksums())
                            : text(400, failure.toString()));
        });
    }

    static Reply text(int status, String text) {
        return new Reply(
                status, Headers.none(), new Reply.Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Checksums checksums(byte[] content) throws IOException {
        Digests digests = new Digests(ALL);
        digests.update(ByteBuffer.wrap(content));
        return digests.finish();
    }
}
