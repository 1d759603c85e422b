package dev.gantry.spectra;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A node for all tests of a class, with a bucket {@code b}, and a client that is ROOT. */
abstract class ServedTest {

    @TempDir
    static Path directory;

    static TestNode node;
    static WireClient root;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
        root = node.root();
        root.send("PUT", "/b");
    }

    @AfterAll
    static void stop() {
        node.close();
    }
}
