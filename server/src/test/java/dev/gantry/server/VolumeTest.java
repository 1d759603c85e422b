package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many small files and two large ones, there and back, in processes with a small heap. */
@Tag("long")
@Timeout(1500)
class VolumeTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> HEAP = List.of("-Xmx256m");
    private static final int TEN_MIB = 10 << 20;

    @TempDir
    private Path temp;

    private Tree whole;
    private Tree cut;
    private Path data;

    @BeforeEach
    void makeTrees() throws IOException {
        data = temp.resolve("data");
        whole = Tree.at(temp.resolve("whole"))
                .withFiles((int) LongTier.scaled(20_000), 100 << 10, LongTier.seed())
                .withFile("large", LongTier.scaled(1L << 30), LongTier.seed());
        cut = Tree.at(temp.resolve("cut")).withFile("large", LongTier.scaled(1L << 30), LongTier.seed() + 1);
    }

    @Test
    void throughANodeTheyComeBackIdentical() throws Exception {
        try (Forked node = Forked.node(temp.resolve("logs"), HEAP, data, 0)) {
            thereAndBack("through a node at -Xmx256m", "--node", node.url("for many files"));
        }
    }

    @Test
    void inProcessTheyComeBackIdentical() throws Exception {
        thereAndBack("in process", "--data", data);
    }

    private void thereAndBack(String how, Object... where) throws IOException, InterruptedException {
        String put = timed("put", "demo", whole.root(), where[0], where[1]);
        String cutPut = timed("put", "demo", cut.root(), "--max-blob", TEN_MIB, where[0], where[1]);
        Path out = temp.resolve("out");
        String get = timed("get", "demo", "--to", out, where[0], where[1]);
        whole.assertIsAt(out, how);
        cut.assertIsAt(out, how);
        LongTier.figure("%s: %d files, %d MiB put in %s; one of %d MiB in blobs of 10 MiB put in %s; all fetched in %s"
                .formatted(how, whole.files().size(), whole.bytes() >> 20, put, cut.bytes() >> 20, cutPut, get));
    }

    private String timed(Object... command) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Forked process = Forked.start(temp.resolve("logs"), HEAP, command)) {
            assertThat(process.mustExit(LIMIT)).as(process.toString()).isZero();
        }
        return LongTier.seconds(begun);
    }
}
