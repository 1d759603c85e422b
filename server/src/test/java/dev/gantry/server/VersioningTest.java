package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets of a store whose versioning is none: what is there stays, from the command line and over the wire. */
class VersioningTest {

    private static final String SETTINGS = "gantry.stores.primary { type = file, versioning = %s }";

    @TempDir
    private Path temp;

    private Path data;
    private Path file;

    @BeforeEach
    void layOut() throws IOException {
        data = Files.createDirectories(temp.resolve("data"));
        file = Files.writeString(temp.resolve("report"), "first");
        choose("none");
    }

    private void choose(String versioning) throws IOException {
        Files.writeString(data.resolve("gantry.conf"), SETTINGS.formatted(versioning));
    }

    @Test
    void whatIsThereStaysUntilItIsDeleted() throws IOException {
        refusedUntilDeleted();
        choose("keep-latest");
        assertThat(putAgain("third").code())
                .as("a bucket keeps the versioning it was made with")
                .isEqualTo(1);
        Commands.mustRun("another bucket", "put", "other", file, "--data", data);
        Files.writeString(file, "fourth");
        Commands.mustRun("a replacement", "put", "other", file, "--data", data);
    }

    @Test
    void nodeRefusesWhatIsThereWithAConflict() throws Exception {
        try (ServedNode node = new ServedNode(data, SETTINGS.formatted("none"))) {
            refusedUntilDeleted();
            RawClient client = new RawClient(node.url());
            HttpResponse<String> put =
                    client.send("PUT", "/demo/report", BodyPublishers.ofString("third"), BodyHandlers.ofString());
            assertThat(put.statusCode()).isEqualTo(409);
            assertThat(put.body()).contains("<Code>ObjectAlreadyExists</Code>");
            assertThat(get(client, "/demo/report")).isEqualTo("second");
            assertThat(get(client, "/_rest_/data_policy/primary")).contains("<Versioning>NONE</Versioning>");
        }
    }

    private void refusedUntilDeleted() throws IOException {
        assertThat(Commands.mustRun("stores", "stores", "--data", data, "--json")
                        .events("store"))
                .singleElement()
                .satisfies(store -> assertThat(store).containsEntry("versioning", "NONE"));
        Commands.mustRun("the first", "put", "demo", file, "--data", data);
        Commands.Ran again = putAgain("second");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("demo/report already", "delete it first");
        Commands.mustRun("deleted", "rm", "demo/report", "--data", data);
        Commands.mustRun("the second", "put", "demo", file, "--data", data);
    }

    private Commands.Ran putAgain(String content) throws IOException {
        Files.writeString(file, content);
        return Commands.run("put", "demo", file, "--data", data);
    }

    private static String get(RawClient client, String target) throws Exception {
        return client.send("GET", target, BodyPublishers.noBody(), BodyHandlers.ofString())
                .body();
    }
}
