package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCommandTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path temp;

    private Path data() {
        return temp.resolve("data");
    }

    private List<Map<String, Object>> told(Object... more) throws IOException {
        Object[] line = new Object[more.length + 4];
        line[0] = "limits";
        line[1] = "--json";
        line[2] = "--data";
        line[3] = data();
        System.arraycopy(more, 0, line, 4, more.length);
        return Commands.mustRun("limits", line).events("limit");
    }

    private Duration timeOfGet() {
        long begin = System.nanoTime();
        Commands.mustRun("get", "get", "b", "x", "--to", temp.resolve("got"), "--data", data());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void limitsAreChangedOnARunningNodeHoldAtOnceAndAfterARestart() throws IOException {
        Files.createDirectories(temp);
        Path file = Files.write(temp.resolve("x"), new byte[2 * MIB]);
        String settings = "gantry.engine.free-space-floor = 0\ngantry.stores.primary { type = file, path = \""
                + data().resolve("store") + "\", slots = 3 }";
        try (ServedNode node = new ServedNode(data(), settings)) {
            Commands.mustRun("put", "put", "b", file, "--data", data());
            assertThat(told()).hasSize(1);
            assertThat(told().get(0)).containsEntry("name", "primary").containsEntry("slots", 3);
            assertThat(told("--store", "primary", "--bandwidth", "1MiB/s").get(0))
                    .containsEntry("scope", "STORE")
                    .containsEntry("bandwidth", MIB)
                    .containsEntry("slots", 3);
            assertThat(timeOfGet()).isGreaterThan(Duration.ofMillis(1500));
            told("--store", "primary", "--bandwidth", "none");
            told("--user", "Administrator", "--slots", 5);
            Commands.Ran stranger = Commands.run("limits", "--user", "nobody", "--slots", 1, "--node", node.url());
            assertThat(stranger.code()).isEqualTo(GatewayCommand.ERROR);
            assertThat(stranger.err()).contains("there is no user nobody");
        }
        List<Map<String, Object>> kept = told();
        assertThat(kept).hasSize(2);
        assertThat(kept.get(1)).containsEntry("name", "Administrator").containsEntry("slots", 5);
        told("--user", "Administrator", "--slots", "none");
        told("--store", "primary", "--slots", "none");
        assertThat(told()).as("not what the configuration says").isEmpty();
        assertThat(Commands.mustRun("text", "limits", "--store", "primary", "--data", data())
                        .out())
                .contains("store primary: any bandwidth, slots not limited");
    }

    @Test
    void whatCannotBeIsRefusedAndADamagedFileNamed() throws IOException {
        Commands.mustRun("put", "put", "b", Files.write(temp.resolve("x"), new byte[1]), "--data", data());
        assertThat(Commands.run("limits", "--slots", 1, "--data", data()).err()).contains("--store ID or --user NAME");
        assertThat(Commands.run("limits", "--store", "primary", "--slots", 0, "--data", data())
                        .err())
                .contains("slots are 1 to");
        assertThat(Commands.run("limits", "--store", "primary", "--bandwidth", "fast", "--data", data())
                        .err())
                .contains("bandwidth");
        assertThat(Commands.run("limits", "--store", "nowhere", "--slots", 1, "--data", data())
                        .err())
                .contains("there is no store nowhere");
        Files.writeString(data().resolve("limits.json"), "{\"limits\":[{\"scope\":\"PLANET\",\"name\":\"x\"}]}");
        assertThat(Commands.run("limits", "--data", data()).err()).contains("limits.json", "remove it");
    }
}
