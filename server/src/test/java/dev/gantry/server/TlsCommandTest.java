package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.ports.spi.DurableWrites;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCommandTest {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    @TempDir
    Path directory;

    @Test
    void aNodeWithItsOwnCertificateIsReachedByWhoeverKnowsThat() throws Exception {
        Path data = directory.resolve("data");
        Path file = Files.write(directory.resolve("a.txt"), new byte[100_000]);
        List<Commands.Ran> ran = new ArrayList<>();
        Commands.Ran served = serve(
                node -> {
                    assertThat(node.url()).startsWith("https://127.0.0.1:");
                    String certificate = data.resolve("tls-certificate.pem").toString();
                    ran.add(Commands.run("put", "demo", file, "--data", data));
                    ran.add(Commands.run("ls", "demo", "--node", node.url(), "--ca", certificate));
                    ran.add(Commands.run("ls", "demo", "--node", node.url(), "--insecure"));
                    ran.add(Commands.run("ls", "demo", "--node", node.url()));
                    ran.add(Commands.run("ls", "demo", "--node", node.url().replace("https:", "http:")));
                },
                "--spectra",
                "127.0.0.1:0",
                "--tls",
                "self",
                "--data",
                data,
                "--json");

        assertThat(served.out()).contains("\"spectra\":\"https://127.0.0.1:");
        assertThat(ran.stream().map(Commands.Ran::code)).as("%s", ran).containsExactly(0, 0, 0, 1, 1);
        assertThat(ran.get(3).err()).contains("certificate is not trusted");
        assertThat(ran.get(4).err()).contains("use https");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tls-key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anOwnCertificateIsMadeOnceAndAgainWhenItEndedOrLacksAName() throws Exception {
        SelfSigned maker = new SelfSigned(directory, InstantSource.system(), DurableWrites.DIRECT);
        TlsFiles made = maker.forNames(LOOPBACK);
        byte[] first = Files.readAllBytes(made.certificate());
        assertThat(maker.forNames(LOOPBACK)).isEqualTo(made);
        assertThat(Files.readAllBytes(made.certificate())).isEqualTo(first);

        maker.forNames(Set.of("localhost", "node.example"));
        byte[] second = Files.readAllBytes(made.certificate());
        assertThat(second).isNotEqualTo(first);

        InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofDays(4000)));
        new SelfSigned(directory, later, DurableWrites.DIRECT).forNames(Set.of("localhost", "node.example"));
        assertThat(Files.readAllBytes(made.certificate())).isNotEqualTo(second);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("nothing else is left").hasSize(2);
        }
    }

    @Test
    void aListenerBeyondThisMachineNeedsTlsOrAWord() {
        HostPort everywhere = HostPort.parse("0.0.0.0:0");
        assertThatThrownBy(() -> everywhere.address(false)).hasMessageContaining("--tls self");
        assertThat(everywhere.address(true).getPort()).isZero();
        assertThat(serve(
                                node -> assertThat(node.url()).startsWith("https://0.0.0.0:"),
                                "--spectra",
                                "0.0.0.0:0",
                                "--tls",
                                "self",
                                "--data",
                                directory.resolve("data"))
                        .code())
                .isZero();
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        Path data = directory.resolve("data");
        Path text = Files.writeString(directory.resolve("text"), "no certificate");
        assertThat(serve(node -> {}, "--tls", "perhaps", "--data", data).err()).contains("none or self");
        assertThat(serve(node -> {}, "--tls-cert", text, "--data", data).err()).contains("--tls-key");
        assertThat(serve(node -> {}, "--tls-cert", text, "--tls-key", text, "--data", data)
                        .err())
                .contains("TLS cannot use");
        assertThat(Commands.run("ls", "--node", "https://127.0.0.1:1", "--ca", text, "--insecure")
                        .err())
                .contains("give one of them");
        assertThat(Commands.run("ls", "--node", "https://127.0.0.1:1", "--ca", directory.resolve("none"))
                        .err())
                .contains("cannot be read");
    }

    private static Commands.Ran serve(ServeCommand.Lifetime lifetime, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                Forked.KEYS,
                InstantSource.system(),
                DurableWrites.DIRECT);
        String[] all = Stream.concat(Stream.of("serve"), Stream.of(arguments))
                .map(Object::toString)
                .toArray(String[]::new);
        int code = GantryCommand.create(console, lifetime).execute(all);
        return new Commands.Ran(code, out.toString(), err.toString());
    }
}
