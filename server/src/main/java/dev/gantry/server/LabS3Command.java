package dev.gantry.server;

import dev.gantry.lab.s3.ArchiveService;
import dev.gantry.lab.s3.ScaledClock;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "s3", description = "serve a simulated S3 with archive classes, in memory, until it is stopped")
final class LabS3Command implements Callable<Integer> {

    private static final int THREADS = 64;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9780",
            description = "where to listen; port 0 takes a free one (default ${DEFAULT-VALUE})")
    private String listen;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "how many times faster than ours its clock goes, 1 to 1000000: with 720, 12 hours are a minute")
    private double speed;

    private final Console console;

    LabS3Command(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ExecutorService threads = Threads.pool("gantry-lab-s3", THREADS);
        InstantSource clock = new ScaledClock(console.clock(), speed);
        try (ArchiveService service =
                ArchiveService.start(HostPort.parse(listen).address(false), clock, threads)) {
            console.out().println("http://127.0.0.1:" + service.port());
            console.out().flush();
            new CountDownLatch(1).await();
            return GatewayCommand.OK;
        } finally {
            threads.shutdown();
        }
    }
}
