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
 * Downloads into fresh files: whole processes that get the same files from nginx, from their start to their end. curl
 * computes no checksum, the transport CRC32C.
 */
final class ClientCases implements AutoCloseable {

    private static final TestFiles FILES = new TestFiles("fetched", 16, 64 << 20);
    /** The second line of what Bash's {@code times} prints: user and system time of the children. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*\\z");

    private static final int SECONDS_A_MINUTE = 60;

    private final Closing started = new Closing();
    private final Path work;
    private Path target;
    private Nginx files;

    ClientCases(Path work) {
        this.work = work;
    }

    List<Comparison> comparisons() throws Exception {
        Path folder = Files.createDirectories(work.resolve("fetch"));
        target = work.resolve("fetched");
        FILES.writeTo(folder);
        files = started.add(Nginx.start(Files.createDirectories(work.resolve("served")), folder, Ports.free()));
        return List.of(new Comparison(
                "client", FILES.gibibytes(), "GiB", List.of(peer("curl", curl()), peer("transport, CRC32C", bare()))));
    }

    private List<String> curl() {
        List<String> command =
                new ArrayList<>(List.of("curl", "--no-progress-meter", "--fail", "--parallel", "--parallel-max", "4"));
        targets(t -> "http://127.0.0.1:" + files.port() + t).forEach(url -> command.addAll(List.of("-O", url)));
        return command;
    }

    private List<String> bare() {
        List<String> command = BareProcess.command(BareClient.class);
        command.add(Integer.toString(files.port()));
        command.add(target.toString());
        command.addAll(targets(t -> t));
        return command;
    }

    private static List<String> targets(Function<String, String> made) {
        return FILES.names().stream().map(name -> made.apply("/files/" + name)).toList();
    }

    private Peer peer(String name, List<String> command) {
        return new Peer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double round() throws Exception {
                Files.createDirectories(target);
                double took = run(command);
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

    /** Runs a process in the target folder and gives the processor time that all of it took. */
    private double run(List<String> command) throws Exception {
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
        return (parts[0] + parts[2]) * SECONDS_A_MINUTE + parts[1] + parts[3];
    }

    @Override
    public void close() throws Exception {
        started.close();
    }
}
