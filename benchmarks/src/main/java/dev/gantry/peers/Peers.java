package dev.gantry.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts Gantry and nginx on loopback and compares what they cost, case by case. Arguments: the launcher of a built
 * distribution, a folder for everything that is written (its file system is part of the result), the number of rounds,
 * then the cases that are wanted, by the beginning of their names; none wants all.
 */
public final class Peers {

    /** At least so much, and at most ten times as much, is done before it counts. */
    private static final double REQUESTS_TO_WARM_UP = 100_000;

    private static final double GIB_TO_WARM_UP = 24;
    private static final int LONGEST_WARM_UP = 10;

    /** Of processes that go on; those that begin anew each round need none but of the disk. */
    private static final WarmUp CLIENT_WARM_UP = new WarmUp(6, 60);

    /** Of what only a build with {@code -Ppeers-aws} has. */
    private static final String AWS_CRT = "software.amazon.awssdk.crt.CRT";

    private static final List<String> NODE_CASES = List.of("get", "put", "tiny", "small");

    /** Connections for small objects; as many as the figures that the targets come from were measured with. */
    private static final int MANY = 32;

    private static final int MIB = 1 << 20;
    private static final TestFiles LARGE = new TestFiles("large", 32, 64 * MIB);
    private static final TestFiles WRITTEN = new TestFiles("written", 16, 64 * MIB);
    private static final TestFiles TINY = new TestFiles("tiny", 10_000, 1 << 10);
    private static final TestFiles SMALL = new TestFiles("small", 5_000, 100 << 10);

    private final Path work;
    private final Nginx nginx;
    private final GantryNode node;
    private final BareProcess bare;
    private final SpectraJobs kept;
    private final SpectraJobs fresh;
    private final ByteBuffer written = WRITTEN.content();

    private Peers(Path work, Nginx nginx, GantryNode node, BareProcess bare) {
        this.work = work;
        this.nginx = nginx;
        this.node = node;
        this.bare = bare;
        this.kept = new SpectraJobs(node, "kept");
        this.fresh = new SpectraJobs(node, "fresh");
    }

    /** Prints a Markdown table. */
    public static void main(String[] arguments) throws Exception {
        Path launcher = Path.of(arguments[0]);
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[1])), "peers");
        try {
            print(
                    launcher,
                    work,
                    Integer.parseInt(arguments[2]),
                    List.of(arguments).subList(3, arguments.length));
        } finally {
            Folders.delete(work);
        }
    }

    private static void print(Path launcher, Path work, int rounds, List<String> wanted) throws Exception {
        FileStore store = Files.getFileStore(work);
        System.out.println("File system: " + store.type() + ". Median [least–most] of " + rounds + " rounds.\n");
        System.out.println("| case | peer | cpu | reference's cpu / peer's | of it compilers |\n|---|---|---|---|---|");
        if (wants(wanted, "gateway")) {
            try (GatewayCases cases = new GatewayCases(work)) {
                compare(cases.comparisons(), rounds, wanted);
            }
        }
        if (wants(wanted, "client")) {
            try (ClientCases cases = new ClientCases(work)) {
                List<Comparison> all = cases.comparisons(isOnClassPath(AWS_CRT));
                compare(all.subList(0, 1), WarmUp.of(1), rounds, wanted);
                compare(all.subList(1, 2), CLIENT_WARM_UP, rounds, wanted);
            }
        }
        if (wants(wanted, "crc")) {
            try (ChecksumCases cases = new ChecksumCases(work)) {
                compare(cases.comparisons(), rounds, wanted);
            }
        }
        if (wants(wanted, "tls")) {
            try (TlsCases cases = new TlsCases(work)) {
                compare(cases.comparisons(), rounds, wanted);
            }
        }
        if (wants(wanted, "s3")) {
            try (S3Cases cases = new S3Cases(launcher, work)) {
                compare(cases.comparisons(), rounds, wanted);
            }
        }
        if (NODE_CASES.stream().anyMatch(name -> wants(wanted, name))) {
            node(launcher, work, rounds, wanted);
        }
    }

    private static boolean isOnClassPath(String type) {
        try {
            Class.forName(type, false, Peers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean wants(List<String> wanted, String name) {
        return wanted.isEmpty() || wanted.stream().anyMatch(want -> want.startsWith(name));
    }

    private static void compare(List<Comparison> all, WarmUp warmUp, int rounds, List<String> wanted) throws Exception {
        for (Comparison comparison : all) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(comparison.name()::startsWith)) {
                comparison.run(warmUp, rounds).forEach(System.out::println);
            }
        }
    }

    private static void compare(List<Comparison> all, int rounds, List<String> wanted) throws Exception {
        for (Comparison comparison : all) {
            compare(List.of(comparison), warmUp(comparison), rounds, wanted);
        }
    }

    private static void node(Path launcher, Path work, int rounds, List<String> wanted) throws Exception {
        Path files = Files.createDirectories(work.resolve("files"));
        try (BareProcess bare = BareProcess.start(BareServer.class, files.toString());
                Nginx nginx = Nginx.start(work, files, bare.port());
                GantryNode node = GantryNode.start(launcher, work.resolve("node"))) {
            new Peers(work, nginx, node, bare).compare(rounds, wanted);
        }
    }

    private void compare(int rounds, List<String> wanted) throws Exception {
        prepare();
        compare(comparisons(), rounds, wanted);
    }

    private static WarmUp warmUp(Comparison comparison) {
        boolean requests = comparison.unit().equals("requests");
        int rounds = (int) Math.ceil((requests ? REQUESTS_TO_WARM_UP : GIB_TO_WARM_UP) / comparison.units());
        return new WarmUp(rounds, LONGEST_WARM_UP * rounds);
    }

    private void prepare() throws Exception {
        kept.makeBucket();
        fresh.makeBucket();
        for (TestFiles set : List.of(LARGE, TINY, SMALL)) {
            set.writeTo(work.resolve("files"));
            kept.put(set.names(), set.content(), 4);
        }
    }

    private List<Comparison> comparisons() {
        List<Comparison> all = new ArrayList<>();
        for (int connections : new int[] {1, 4, 64}) {
            all.add(new Comparison(
                    "get " + connections,
                    LARGE.gibibytes(),
                    "GiB",
                    List.of(
                            nginxGet(LARGE, connections),
                            gantry("gantry, job", () -> kept.get(LARGE.names(), LARGE.size(), connections)))));
        }
        all.add(new Comparison("put 4", WRITTEN.gibibytes(), "GiB", List.of(nginxPut(), gantryPut())));
        all.add(small("tiny 1 KiB", TINY));
        all.add(small("small 100 KiB", SMALL));
        return all;
    }

    private Comparison small(String name, TestFiles set) {
        return new Comparison(
                name,
                set.count(),
                "requests",
                List.of(
                        nginxGet(set, MANY),
                        Peer.of(
                                "transport alone",
                                bare.process(),
                                () -> new PlainRequests(set, MANY).read(bare.port(), "/")),
                        gantry("gantry, no job", () -> kept.getNaked(set.names(), MANY)),
                        gantry("gantry, job", () -> kept.get(set.names(), set.size(), MANY))));
    }

    private Peer gantry(String name, Peer.Round round) {
        return Peer.of(name, node.process(), round);
    }

    private Peer nginxGet(TestFiles set, int connections) {
        return Peer.of(
                "nginx", nginx.process(), () -> new PlainRequests(set, connections).read(nginx.port(), "/files/"));
    }

    private Peer nginxPut() {
        return Peer.of("nginx", nginx.process(), () -> {
            Crew.run(nginx.port(), 4, WRITTEN.names(), (http, name) -> {
                String head = "PUT /dav/" + name + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + WRITTEN.size();
                RawHttp.Got got = http.exchange(head + "\r\n\r\n", written.duplicate());
                if (got.status() / 100 != 2) {
                    throw new IOException(got.head());
                }
            });
            Folders.delete(work.resolve("dav"));
            Files.createDirectory(work.resolve("dav"));
        });
    }

    private Peer gantryPut() {
        return new Peer() {
            private final Peer timed =
                    gantry("gantry, job, CRC32C, forced", () -> fresh.put(WRITTEN.names(), written, 4));

            @Override
            public String name() {
                return timed.name();
            }

            @Override
            public Cost round() throws Exception {
                Cost took = timed.round();
                fresh.removeObjects();
                return took;
            }
        };
    }
}
