package dev.gantry.server;

import static dev.gantry.server.Commands.mustRun;
import static dev.gantry.server.Commands.serve;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose one store is a DuraStore: another Gantry node's, so that both halves are in the way of every byte. */
class DurastoreNodeTest {

    private static final int PARTS_OF = 100_000;

    @TempDir
    Path directory;

    private Path settings(Node far) throws IOException {
        return Files.writeString(
                directory.resolve("near.conf"),
                String.join(
                        "\n",
                        "gantry.primary-store = remote",
                        "gantry.stores.remote {",
                        "  type = durastore",
                        "  url = \"" + far.durastore().orElseThrow() + "\"",
                        "  user = \"" + Forked.KEYS.get(Credentials.ACCESS_KEY) + "\"",
                        "  password = \"" + Forked.KEYS.get(Credentials.SECRET_KEY) + "\"",
                        "  max-content = " + PARTS_OF,
                        "}"));
    }

    @Test
    void bulkJobsGoToADuraStoreAndComeBack() {
        Path far = directory.resolve("far");
        serve(
                node -> {
                    Path near = directory.resolve("near");
                    serve(
                            running -> transfer(near, far),
                            "--config",
                            settings(node),
                            "--durastore",
                            "127.0.0.1:0",
                            "--data",
                            near);
                },
                "--durastore",
                "127.0.0.1:0",
                "--data",
                far);
    }

    private void transfer(Path near, Path far) throws IOException {
        Tree tree = Tree.at(directory.resolve("tree")).withFiles(20, 20_000, 1).withFile("large", 350_000, 2);
        mustRun("a bucket", "buckets", "create", "demo", "--data", near);
        mustRun("bulk PUT", "put", "demo", tree.root(), "--data", near);
        mustRun("bulk GET", "get", "demo", "--to", directory.resolve("back"), "--data", near);
        tree.assertIsAt(directory.resolve("back"), "through both halves");
        List<Map<String, Object>> objects =
                mustRun("what is there", "ls", "demo", "--data", far, "--json").events("object");
        assertThat(objects)
                .extracting(object -> object.get("name").toString())
                .filteredOn(name -> name.contains(".dura-"))
                .hasSize(5)
                .contains("tree/large.dura-manifest");
        mustRun("verify", "verify", "demo", "--data", near);
        assertThat(mustRun("tasks", "tasks", "--data", near).out()).contains("noop");
        assertThat(mustRun("a task", "task", "run", "noop", "--data", near).out())
                .startsWith("Success");
        Commands.Ran unknown = Commands.run("task", "run", "enable-hls", "--data", near);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("enable-hls is not a supported task.");
    }
}
