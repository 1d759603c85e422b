package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets in the host's name, against S3Proxy, in a process whose hosts file has those names (jdk.net.hosts.file). */
class VirtualHostTest {

    private static final String HOST = "s3.test";

    @TempDir
    private Path temp;

    @Test
    void aServiceWithItsBucketsInItsHostsNameIsWrittenReadCopiedAndCleared() throws Exception {
        Path log = temp.resolve("log");
        Queue<String> hosts = new ConcurrentLinkedQueue<>();
        try (S3Server server = new S3Server(Optional.of(HOST));
                FaultProxy proxy = new FaultProxy(server.port())) {
            proxy.next(
                    Integer.MAX_VALUE,
                    exchange -> !note(hosts, exchange.headers().first("Host")),
                    (p, e) -> {});
            Process process = start(proxy.port(), log);
            boolean ended = process.waitFor(240, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as(Files.readString(log)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        }
        assertThat(hosts).isNotEmpty().allMatch(host -> host.startsWith(VirtualHostMain.BUCKET + "." + HOST + ":"));
    }

    /** True always: no request is answered here. */
    private static boolean note(Queue<String> hosts, Optional<String> host) {
        return hosts.add(host.orElse("none"));
    }

    private Process start(int port, Path log) throws IOException {
        Path names = Files.writeString(
                temp.resolve("hosts"), "127.0.0.1 %s %s.%s\n".formatted(HOST, VirtualHostMain.BUCKET, HOST));
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djdk.net.hosts.file=" + names,
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualHostMain.class.getName(),
                        HOST,
                        String.valueOf(port),
                        temp.resolve("state").toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
