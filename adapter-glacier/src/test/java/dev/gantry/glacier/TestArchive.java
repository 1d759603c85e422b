package dev.gantry.glacier;

import dev.gantry.domain.StoreId;
import dev.gantry.lab.s3.ArchiveService;
import dev.gantry.lab.s3.LoggedRequest;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.s3.Pauses;
import dev.gantry.s3.S3Keys;
import dev.gantry.s3.S3Provider;
import dev.gantry.s3.S3Settings;
import dev.gantry.s3.StorageClasses;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/** The lab's S3 under a clock that only a test moves, and stores over it. */
final class TestArchive implements InstantSource, AutoCloseable {

    static final GlacierSettings SETTINGS = new GlacierSettings(
            RestoreTier.STANDARD,
            Duration.ofDays(3),
            Duration.ofMinutes(5),
            Optional.of(new BigDecimal("1000")),
            PriceTable.builtIn(),
            false,
            10_000);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path directory;
    private final ArchiveService service;
    private volatile LongSupplier nanos = System::nanoTime;
    private volatile Pauses pauses = Pauses.on(threads);
    private volatile Instant now = Instant.parse("2026-01-01T06:00:00Z");

    TestArchive(Path directory) {
        this.directory = directory;
        try {
            this.service =
                    ArchiveService.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this, threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ArchiveService service() {
        return service;
    }

    /** A store whose new objects are of that class. */
    GlacierProvider open(GlacierSettings settings, String storageClass) {
        return open(settings, storageClass, DurableWrites.DIRECT);
    }

    /** A store of another node over the same account. */
    GlacierProvider neighbour() {
        return open(SETTINGS, "GLACIER", directory.resolve("neighbour"), DurableWrites.DIRECT);
    }

    GlacierProvider open(GlacierSettings settings, String storageClass, DurableWrites disk) {
        return open(settings, storageClass, directory, disk);
    }

    private GlacierProvider open(GlacierSettings settings, String storageClass, Path state, DurableWrites disk) {
        S3Settings usual = S3Settings.compatible(
                Origin.http("127.0.0.1", service.port()), new S3Keys("access", "secret", Optional.empty()));
        S3Settings s3 = new S3Settings(
                usual.endpoint(),
                usual.region(),
                usual.keys(),
                usual.addressing(),
                usual.bucketPrefix(),
                new StorageClasses(Optional.of(storageClass), Map.of()),
                usual.checksums(),
                usual.trust(),
                usual.connections());
        S3Provider account = S3Provider.at(new StoreId("cold"), s3, state, disk, Clock.systemUTC(), threads);
        Pace pace = new Pace(settings.rate(), nanos, pauses);
        return new GlacierProvider(account, account.account(), settings, state, disk, this, pace, threads, () -> {});
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** For stores that are opened from now on time stands still between two requests; so they wait for their turns. */
    void standStill(Pauses newPauses) {
        nanos = () -> 0;
        pauses = newPauses;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** The requests for restores, whatever became of them. */
    List<LoggedRequest> restores() {
        return service.log().stream()
                .filter(request -> request.operation().equals("RestoreObject"))
                .toList();
    }

    /** How many restores began. */
    long begun() {
        return service.log().stream().filter(LoggedRequest::isPaidRestore).count();
    }

    @Override
    public void close() {
        service.close();
        threads.shutdown();
    }
}
