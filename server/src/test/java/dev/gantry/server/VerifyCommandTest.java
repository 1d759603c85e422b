package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    @TempDir
    private Path temp;

    private String data;

    @BeforeEach
    void store() throws IOException {
        data = temp.resolve("data").toString();
        Path docs = Files.createDirectories(temp.resolve("docs"));
        Files.write(docs.resolve("large"), new byte[300_000]);
        Files.write(docs.resolve("small"), new byte[10]);
        Commands.mustRun("put", "put", "demo", docs, "--data", data);
    }

    private void flipOneByteOfTheLargeObject() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(data, "store"))) {
            Path file = files.filter(
                            path -> Files.isRegularFile(path) && path.toFile().length() >= 300_000)
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[150_000] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void objectsThatAreAsTheyWereStoredAreSaidToBe() {
        Commands.mustRun("verify", "verify", "demo", "--data", data);
        Commands.mustRun("verify", "verify", "demo", "docs/small", "--data", data);
        assertThat(Commands.run("verify", "demo", "none/", "--data", data).code())
                .isNotZero();
    }

    @Test
    void aFlippedByteIsFoundAndItsObjectNamed() throws IOException {
        flipOneByteOfTheLargeObject();
        Commands.Ran ran = Commands.run("verify", "demo", "docs/", "--data", data, "--json");
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(GatewayCommand.SOME_FAILED);
        List<java.util.Map<String, Object>> failed = ran.events("failed");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0)).containsEntry("name", "docs/large");
        assertThat((String) failed.get(0).get("reason")).contains("checksum");
        Commands.mustRun("verify", "verify", "demo", "docs/small", "--data", data);
    }
}
