package dev.gantry.server;

import static dev.gantry.server.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.Media.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node over the lab's tape library is killed with -9 while tapes are mounted and staging, each time when the library has
 * been asked for so many objects; now and then a cartridge is out meanwhile. Copies stay for longer than the test takes and
 * the cache has room for all, so what was staged is there, and nothing is to be asked for twice.
 */
@Timeout(3600)
class MediaKillTest {

    private static final int FILE = 64 << 10;
    private static final int FILES_A_CARTRIDGE = 10;
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration ROUND = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    private final SplittableRandom random = new SplittableRandom(LongTier.seed());
    private Path data;
    private Tree tree;
    private int files;
    private int port;
    private Forked node;
    private int kills;
    private int whileStaging;

    @Test
    void nodeThatIsKilledWhileItStagesGoesOnAndStagesNothingTwice() throws Exception {
        getThroughKills(40, 2);
    }

    @Test
    @Tag("long")
    void nodeThatIsKilledAgainAndAgainStagesNothingTwice() throws Exception {
        long begun = System.nanoTime();
        int wanted = (int) LongTier.scaled(20);
        getThroughKills(20 * wanted, wanted);
        String reached =
                "%d files on %d cartridges: %d of %d kills, %d of them while something was on its way; mounts %d, seed %d, %s"
                        .formatted(
                                files,
                                files / FILES_A_CARTRIDGE,
                                kills,
                                wanted,
                                whileStaging,
                                mounts(),
                                LongTier.seed(),
                                LongTier.seconds(begun));
        LongTier.figure(reached);
        LongTier.note(kills == wanted, reached);
        LongTier.mustHaveReachedAll();
    }

    private void getThroughKills(int number, int wanted) throws Exception {
        files = number;
        data = temp.resolve("data");
        storeAndCool();
        Files.writeString(data.resolve("gantry.conf"), settings("10 hours"));
        startNode();
        Forked client = get();
        try {
            while (kills < wanted && LongTier.hasLeft(ROUND)) {
                long next = (long) files * (kills + 1) / (wanted + 1);
                await("asked for " + next + "; " + client, () -> asked().size() >= next);
                kill();
                client = client.runs() ? client : get();
            }
            finish(client);
        } finally {
            client.close();
            node.close();
        }
        assertThat(kills == wanted || !LongTier.hasLeft(ROUND)).as(when()).isTrue();
        tree.assertIsAt(temp.resolve("out"), when());
        assertThat(asked()).as(when()).hasSize(files).doesNotHaveDuplicates();
    }

    private String when() {
        return "seed " + LongTier.seed() + ", " + files + " files, kill " + kills;
    }

    private String settings(String keep) {
        return """
                gantry.primary-store = lab
                gantry.engine.free-space-floor = 0
                gantry.staging.bytes = %d
                gantry.stores.lab {
                  type = tape-library, path = "%s", cartridges = %d, capacity = %d, drives = 2
                  load-time = 100 s, full-seek = 100 s, cache = 1 GiB, keep = %s, speed = 500
                }
                """.formatted(
                        (long) FILE * Math.max(FILES_A_CARTRIDGE, files / 5),
                        data.resolve("lab"),
                        files / FILES_A_CARTRIDGE,
                        FILE * FILES_A_CARTRIDGE,
                        keep);
    }

    /** Everything is on tape and nothing in the cache. */
    private void storeAndCool() throws Exception {
        tree = Tree.at(temp.resolve("tree"));
        for (int i = 0; i < files; i++) {
            tree = tree.withFile("f" + i, FILE, LongTier.seed() + i);
        }
        try (ServedNode quick = new ServedNode(data, settings("100 ms"))) {
            Commands.mustRun(when(), "put", "demo", tree.root(), "--node", quick.url());
            List<ObjectKey> keys = IntStream.range(0, files)
                    .mapToObj(i -> ObjectKey.of("demo", "tree/f" + i))
                    .toList();
            await(
                    "nothing in the cache",
                    () -> on(quick.gateway().media().locate(keys)).stream()
                            .map(Optional::orElseThrow)
                            .noneMatch(Placement::online));
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    private void startNode() throws IOException {
        node = Forked.start(
                temp.resolve("logs"),
                Forked.brief(OptionalLong.empty()),
                "serve",
                "--lab",
                "--spectra",
                "127.0.0.1:" + port,
                "--json",
                "--data",
                data);
        String url = node.url(when());
        port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private Forked get() throws IOException {
        return Forked.start(
                temp.resolve("logs"),
                Forked.brief(OptionalLong.empty()),
                "get",
                "demo",
                "--to",
                temp.resolve("out"),
                "--node",
                "http://127.0.0.1:" + port);
    }

    private void kill() throws IOException {
        boolean out = random.nextInt(3) == 0;
        String barcode = "LAB%03dL9".formatted(1 + random.nextInt(files / FILES_A_CARTRIDGE));
        if (out) {
            lab("eject", barcode);
        }
        whileStaging += isMounted() && asked().size() > read() ? 1 : 0;
        node.kill();
        kills++;
        startNode();
        if (out) {
            lab("load", barcode);
        }
    }

    private Commands.Ran lab(String... arguments) {
        Object[] all = new Object[arguments.length + 4];
        all[0] = "lab";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--json";
        all[arguments.length + 2] = "--node";
        all[arguments.length + 3] = "http://127.0.0.1:" + port;
        return Commands.mustRun(when(), all);
    }

    private boolean isMounted() throws IOException {
        return lab("list").events("cartridge").stream()
                .anyMatch(c -> c.get("place").equals("DRIVE"));
    }

    /** How many objects the client has; what else was asked for is on its way, or there and needed. */
    private long read() throws IOException {
        Path out = temp.resolve("out/tree");
        if (Files.notExists(out)) {
            return 0;
        }
        try (var all = Files.list(out)) {
            return all.filter(file -> file.getFileName().toString().startsWith("f"))
                    .count();
        }
    }

    private void finish(Forked client) throws IOException, InterruptedException {
        if (client.mustExit(LIMIT) != 0) {
            try (Forked again = get()) {
                assertThat(again.mustExit(LIMIT)).as("%s: %s", when(), again).isZero();
            }
        }
    }

    /** What the library was asked to bring in, by its own log: kind, time, bucket, name, offset and so on. */
    private List<String> asked() throws IOException {
        try (var lines = Files.lines(data.resolve("lab/library.log"))) {
            return lines.filter(line -> line.startsWith("asked "))
                    .map(line -> line.split(" "))
                    .map(fields -> fields[2] + "/" + fields[3] + " " + fields[4])
                    .toList();
        }
    }

    private long mounts() throws IOException {
        long mounts = 0;
        for (Map<String, Object> cartridge : Commands.mustRun(when(), "lab", "list", "--json", "--data", data)
                .events("cartridge")) {
            mounts += ((Number) cartridge.get("mounts")).longValue();
        }
        return mounts;
    }
}
