package dev.gantry.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads into fresh files: whole processes that get the same files from nginx, from their start to their end, and
 * processes that go on, without their start. The transport computes CRC32C, the others no checksum.
 */
final class ClientCases implements AutoCloseable {

    private static final TestFiles FILES = new TestFiles("fetched", 16, 64 << 20);
    /** The second line of what Bash's {@code times} prints: user and system time of the children. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*\\z");

    private static final int SECONDS_A_MINUTE = 60;

    /** What a Java that lives for a second does better with. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Closing started = new Closing();
    private final Path work;
    private Path target;
    private Nginx files;

    ClientCases(Path work) {
        this.work = work;
    }

    /** With {@code aws}, beside Amazon's clients too. */
    List<Comparison> comparisons(boolean aws) throws Exception {
        Path folder = Files.createDirectories(work.resolve("fetch"));
        target = work.resolve("fetched");
        FILES.writeTo(folder);
        files = started.add(Nginx.start(Files.createDirectories(work.resolve("served")), folder, Ports.free()));
        List<Peer> processes = new ArrayList<>(List.of(
                whole("curl", curl()),
                whole("transport, CRC32C", client(List.of(), BareClient.class)),
                whole("transport, CRC32C, Java as if short-lived", client(SHORT_LIVED, BareClient.class))));
        List<Peer> warm =
                new ArrayList<>(List.of(whole("curl", curl()), rounds("transport, CRC32C", BareClient.class)));
        if (aws) {
            processes.add(whole("AWS CRT", client(List.of(), AwsClient.class, "CRT")));
            processes.add(whole("AWS SDK, Netty", client(List.of(), AwsClient.class, "NETTY")));
            warm.add(rounds("AWS CRT", AwsClient.class, "CRT"));
            warm.add(rounds("AWS SDK, Netty", AwsClient.class, "NETTY"));
        }
        return List.of(
                new Comparison("client", FILES.gibibytes(), "GiB", processes),
                new Comparison("client in one process", FILES.gibibytes(), "GiB", warm));
    }

    private List<String> curl() {
        String connections = Integer.toString(Downloads.CONNECTIONS);
        List<String> command = new ArrayList<>(
                List.of("curl", "--no-progress-meter", "--fail", "--parallel", "--parallel-max", connections));
        targets(t -> "http://127.0.0.1:" + files.port() + t).forEach(url -> command.addAll(List.of("-O", url)));
        return command;
    }

    private List<String> client(List<String> options, Class<?> main, String... first) {
        return client(target.toString(), options, main, first);
    }

    private List<String> client(String folder, List<String> options, Class<?> main, String... first) {
        List<String> command = BareProcess.command(main);
        command.addAll(1, options);
        command.addAll(List.of(first));
        command.add(Integer.toString(files.port()));
        command.add(folder);
        command.addAll(targets(t -> t));
        return command;
    }

    private static List<String> targets(Function<String, String> made) {
        return FILES.names().stream().map(name -> made.apply("/files/" + name)).toList();
    }

    private interface Round {
        Cost cost() throws Exception;
    }

    private Peer peer(String name, Round round) {
        return new Peer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Cost round() throws Exception {
                Files.createDirectories(target);
                Cost took = round.cost();
                long bytes;
                try (var fetched = Files.list(target)) {
                    bytes = fetched.mapToLong(file -> file.toFile().length()).sum();
                }
                Folders.delete(target);
                if (bytes != (long) FILES.count() * FILES.size()) {
                    throw new IOException(name + " fetched " + bytes + " bytes");
                }
                return took;
            }
        };
    }

    private Peer whole(String name, List<String> command) {
        return peer(name, () -> run(command));
    }

    private Peer rounds(String name, Class<?> main, String... first) throws IOException {
        Downloads.Rounds rounds = started.add(Downloads.Rounds.start(client(Downloads.ROUNDS, List.of(), main, first)));
        ProcessHandle process = rounds.process().toHandle();
        return peer(name, () -> {
            Cost before = CpuTime.of(process);
            rounds.into(target);
            return CpuTime.of(process).since(before);
        });
    }

    /** Runs a process in the target folder and gives the processor time that all of it took. */
    private Cost run(List<String> command) throws Exception {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "\"$@\" && times", "timed"));
        timed.addAll(command);
        Process process = new ProcessBuilder(timed)
                .directory(target.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher times = TIMES.matcher(out);
        if (process.waitFor() != 0 || !times.find()) {
            throw new IOException(command.get(0) + " failed: " + out);
        }
        double[] parts = Arrays.stream(new int[] {1, 2, 3, 4})
                .mapToDouble(i -> Double.parseDouble(times.group(i)))
                .toArray();
        return Cost.of((parts[0] + parts[2]) * SECONDS_A_MINUTE + parts[1] + parts[3]);
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
