package dev.gantry.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Gantry node of the built distribution, in a process of its own, with a data directory of its own. */
final class GantryNode implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("\"spectra\":\"([^\"]+)\"");

    private final Process process;
    private final int port;
    private final SpectraSigner signer;

    private GantryNode(Process process, int port, SpectraSigner signer) {
        this.process = process;
        this.port = port;
        this.signer = signer;
    }

    /** Starts {@code launcher serve} on {@code data} and waits for its ready line. */
    static GantryNode start(Path launcher, Path data) throws IOException {
        return start(launcher, data, "");
    }

    /** The same with more settings. */
    static GantryNode start(Path launcher, Path data, String settings) throws IOException {
        Path config = data.resolveSibling(data.getFileName() + ".conf");
        Files.writeString(config, "gantry.access-log = false\n" + settings); // nginx keeps none either
        Process process = new ProcessBuilder(
                        launcher.toString(),
                        "serve",
                        "--json",
                        "--data",
                        data.toString(),
                        "--spectra",
                        "127.0.0.1:0",
                        "--config",
                        config.toString())
                .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Matcher ready = READY.matcher("");
        for (String line = out.readLine(); line != null && !ready.reset(line).find(); line = out.readLine()) {
            System.err.println(line);
        }
        if (ready.hitEnd() || !process.isAlive()) {
            process.destroyForcibly();
            throw new IOException("the node did not start; see its log");
        }
        return new GantryNode(process, URI.create(ready.group(1)).getPort(), signer(data));
    }

    private static SpectraSigner signer(Path data) throws IOException {
        Properties keys = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("credentials"))) {
            keys.load(reader);
        }
        return new SpectraSigner(keys.getProperty("access_key"), keys.getProperty("secret_key"));
    }

    int port() {
        return port;
    }

    SpectraSigner signer() {
        return signer;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
