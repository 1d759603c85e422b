package dev.gantry.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A command in a process of its own, which ends with this at the latest. */
final class Forked implements AutoCloseable {

    /** The keys of every node and client here. */
    static final Map<String, String> KEYS = Map.of("DS3_ACCESS_KEY", "tester", "DS3_SECRET_KEY", "c2VjcmV0");

    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> AS_THE_LAUNCHER = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "-Dguice_bytecode_gen_option=DISABLED",
            "-Dguice_custom_class_loading=OFF");

    private final Process process;
    private final Path out;
    private final Path err;

    private Forked(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Options for a process that lives for seconds.
     *
     * @param halt the durable write at which it ends, if it is to
     */
    static List<String> brief(OptionalLong halt) {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        halt.ifPresent(n -> options.add("-D" + HaltingMain.HALT + "=" + n));
        return options;
    }

    /** Starts a command; what it prints is kept in {@code logs}. */
    static Forked start(Path logs, List<String> options, Object... arguments) throws IOException {
        return start(logs, KEYS, options, arguments);
    }

    /** Starts a command that knows no keys but those of its data directory. */
    static Forked startWithoutKeys(Path logs, List<String> options, Object... arguments) throws IOException {
        return start(logs, Map.of(), options, arguments);
    }

    private static Forked start(Path logs, Map<String, String> keys, List<String> options, Object... arguments)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(AS_THE_LAUNCHER);
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), HaltingMain.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(line::add);
        Files.createDirectories(logs);
        Path out = Files.createTempFile(logs, arguments[0] + "-", ".out");
        Path err = out.resolveSibling(out.getFileName().toString().replace(".out", ".err"));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DS3_"));
        builder.environment().putAll(keys);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return new Forked(builder.start(), out, err);
    }

    /** Starts a node on the data directory; port 0 takes a free one. */
    static Forked node(Path logs, List<String> options, Path data, int port) throws IOException {
        return start(logs, options, "serve", "--spectra", "127.0.0.1:" + port, "--json", "--data", data);
    }

    /** Where the node listens; empty if it ended before it did. */
    Optional<String> ready() {
        Awaitility.await("a node that listens or ends; " + this)
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || Files.readString(out).contains("\n"));
        return url();
    }

    private Optional<String> url() {
        try {
            List<String> lines = Files.readAllLines(out);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Json.parse(out, lines.get(0)).get("spectra").toString());
        } catch (IOException e) {
            throw new AssertionError(this + " said nothing that can be read", e);
        }
    }

    /** Where the node listens; a node that ended is a failure. */
    String url(String when) {
        return ready().orElseThrow(() -> new AssertionError("no node " + when + "; " + this));
    }

    long pid() {
        return process.pid();
    }

    boolean runs() {
        return process.isAlive();
    }

    /** Waits for the end; empty if it does not come in time. */
    Optional<Integer> exit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** Waits for the end, which must come in time. */
    int mustExit(Duration limit) throws InterruptedException {
        return exit(limit).orElseThrow(() -> new AssertionError("did not end within " + limit + "; " + this));
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** The command's number and what it said last. */
    @Override
    public String toString() {
        return "process " + process.pid() + (process.isAlive() ? " (running)" : " (exit " + process.exitValue() + ")")
                + "\nstdout: " + tail(out) + "\nstderr: " + tail(err);
    }

    private static String tail(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            return "cannot be read: " + e;
        }
    }
}
