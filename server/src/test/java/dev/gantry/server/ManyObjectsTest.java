package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The largest bulk job there may be, asked of a node with a small heap. */
@Tag("long")
@Timeout(600)
class ManyObjectsTest {

    private static final String HEAP = "-Xmx192m";

    @TempDir
    private Path temp;

    @Test
    void aBulkPutOfHalfAMillionObjectsIsAnsweredInASmallHeap() throws Exception {
        int objects = (int) LongTier.scaled(500_000);
        Path body = request(objects);
        try (Forked node = Forked.node(temp.resolve("logs"), List.of(HEAP), temp.resolve("data"), 0)) {
            RawClient client = new RawClient(node.url("for many objects"));
            client.send("PUT", "/demo", "");
            long begun = System.nanoTime();
            int answered = startBulkPut(client, body);
            String time = LongTier.seconds(begun);
            NodeMemory memory = new NodeMemory(node);
            assertThat(answered).as(node.toString()).isEqualTo(objects);
            assertThat(node.runs()).as(node.toString()).isTrue();
            LongTier.figure(
                    "START_BULK_PUT of %d objects (%d MiB of XML) by a node at %s: %s, VmHWM %s, heap after a full GC: %s"
                            .formatted(
                                    objects,
                                    Files.size(body) >> 20,
                                    HEAP,
                                    time,
                                    memory.highWater(),
                                    memory.heapAfterGc()));
        }
    }

    private Path request(int objects) throws IOException {
        Path body = temp.resolve("request.xml");
        try (Writer out = Files.newBufferedWriter(body)) {
            out.write("<Objects>");
            for (int i = 0; i < objects; i++) {
                out.write("<Object Name=\"archive/2026/batch-%04d/a-file-with-a-name-%06d.dat\" Size=\"%d\"/>"
                        .formatted(i / 1000, i, i % 100_000));
            }
            out.write("</Objects>");
        }
        return body;
    }

    /** How many objects the answer lists. */
    private static int startBulkPut(RawClient client, Path body) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                "PUT",
                "/_rest_/bucket/demo?operation=start_bulk_put",
                BodyPublishers.ofFile(body),
                BodyHandlers.ofInputStream());
        try (InputStream in = response.body();
                Scanner scanner = new Scanner(in, StandardCharsets.UTF_8)) {
            assertThat(response.statusCode()).isEqualTo(200);
            int objects = 0;
            scanner.useDelimiter("(?=<)");
            while (scanner.hasNext()) {
                String element = scanner.next();
                objects += element.startsWith("<Object ") && element.contains(" Name=\"archive/") ? 1 : 0;
            }
            return objects;
        }
    }
}
