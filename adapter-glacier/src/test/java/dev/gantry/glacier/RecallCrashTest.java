package dev.gantry.glacier;

import static dev.gantry.tck.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.jdbc.SqliteJobStore;
import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.Staging;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.tck.TestObjects;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recall whose process ends at each of its durable writes, of the ledger and of the job store: the disk is gone from
 * the n-th on. Another process on what is left ends the recall, and the archive has heard of each object once.
 */
@Timeout(300)
class RecallCrashTest {

    private static final BucketName BUCKET = new BucketName("cold");
    private static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    private static final List<String> NAMES =
            IntStream.range(0, 3).mapToObj(i -> "object-" + i).toList();
    private static final Duration STEP = Duration.ofHours(1);
    private static final int KB = 1024;

    @TempDir
    private Path directory;

    @AfterEach
    void noLeaseIsLeft() {
        assertThat(Payload.open()).isZero();
    }

    private static byte[] bytes(String name) {
        return TestObjects.bytes(KB, name.hashCode());
    }

    /** One process: an engine with its job store and its ledger on one disk, and a client of it. */
    private static final class Life implements AutoCloseable {

        private final FaultyDisk disk;
        private final long last;
        private final VirtualEnvironment environment;
        private final GlacierProvider store;
        private final Gantry gantry;
        private final Gateway api;
        private final Set<String> taken = new HashSet<>();

        /** {@code last} is the durable write at which the disk goes. */
        Life(TestArchive archive, Path jobs, long last) {
            this.last = last;
            this.disk = FaultyDisk.goneFrom(last);
            this.environment = new VirtualEnvironment(archive);
            this.store = archive.open(TestArchive.SETTINGS, "DEEP_ARCHIVE", disk);
            this.gantry = await(Gantry.builder()
                    .store(store)
                    .jobStore(SqliteJobStore.at(jobs, disk))
                    .environment(environment)
                    .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                    .start());
            this.api = gantry.as(ROOT);
        }

        boolean isGone() {
            return disk.count() >= last;
        }

        BigDecimal spent() {
            return store.capability(Staging.class)
                    .map(ArchiveStaging.class::cast)
                    .orElseThrow()
                    .ledger()
                    .spentThisMonth();
        }

        Job create() {
            JobRequest request = new JobRequest(
                    JobKind.GET, BUCKET, "recall", Optional.empty(), Ordering.NONE, OptionalLong.empty());
            return await(api.jobs()
                            .create(
                                    request,
                                    NAMES.stream()
                                            .map(name -> new AskedObject(new ObjectName(name), 0))
                                            .iterator()))
                    .job();
        }

        Job current(Job job) {
            return await(api.jobs().get(job.id()));
        }

        /** As a client does, until the job is over or the disk is gone. */
        void read(Job job) {
            while (!isGone() && current(job).isActive()) {
                List<String> listed = await(api.chunks().ready(job.id(), 64)).chunks().stream()
                        .flatMap(listing -> listing.chunk().blobs().stream())
                        .map(blob -> blob.name().value())
                        .filter(name -> !taken.contains(name))
                        .toList();
                listed.forEach(name -> take(job, name));
                if (listed.isEmpty()) {
                    environment.pass(STEP, () -> isGone() || !current(job).isActive());
                }
            }
        }

        private void take(Job job, String name) {
            Address address =
                    new Address(new ObjectKey(BUCKET, new ObjectName(name)), Optional.of(job.id()), OptionalLong.of(0));
            try (Read read = await(api.blobs().get(new Download(address, List.of())))) {
                assertThat(PayloadBytes.of(read.payloads().get(0))).isEqualTo(bytes(name));
                await(read.delivered());
            }
            taken.add(name);
        }

        @Override
        public void close() {
            gantry.close();
        }
    }

    /** The recall in a process that ends at its {@code n}-th durable write; its job, if a client heard of it. */
    private Optional<Job> until(long n, TestArchive archive, Path jobs) {
        Optional<Job> heard = Optional.empty();
        try (Life life = new Life(archive, jobs, n)) {
            heard = Optional.of(life.create());
            life.read(heard.get());
        } catch (RuntimeException e) {
            assertThat(e).hasStackTraceContaining("Input/output error");
        }
        return heard;
    }

    /** Whether the recall has so many durable writes. */
    private boolean endsTheSame(long n) throws Exception {
        Path data = Files.createDirectories(directory.resolve("ended-" + n));
        try (TestArchive archive = new TestArchive(data)) {
            archive.service().createBucket("cold");
            NAMES.forEach(name -> archive.service().place("cold", name, LabStorageClass.DEEP_ARCHIVE, bytes(name)));
            Optional<Job> heard = until(n, archive, data.resolve("jobs.db"));
            boolean died;
            try (Life life = new Life(archive, data.resolve("jobs.db"), Long.MAX_VALUE)) {
                Job job = heard.orElseGet(life::create);
                died = heard.isEmpty() || life.current(job).isActive();
                life.read(job);
                assertEnded(life, job, archive, "ended at durable write " + n);
            }
            return died;
        }
    }

    private static void assertEnded(Life life, Job job, TestArchive archive, String when) {
        assertThat(life.current(job).status()).as(when).isEqualTo(JobStatus.COMPLETED);
        assertThat(archive.restores())
                .as(when)
                .allMatch(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .containsExactlyInAnyOrderElementsOf(NAMES);
        BigDecimal one = new Prices(PriceTable.builtIn(), "us-east-1")
                .restore(ArchiveClass.DEEP_ARCHIVE, RestoreTier.STANDARD, 1, KB, 3)
                .total();
        assertThat(life.spent()).as(when).isEqualByComparingTo(one.multiply(BigDecimal.valueOf(NAMES.size())));
        assertThat(await(life.api.jobs().all(JobFilter.running()))).as(when).noneMatch(j -> j.id().equals(job.id()));
    }

    @Test
    void recallEndsTheSameFromEveryDurableWriteAtWhichItsProcessEnded() throws Exception {
        long n = 1;
        while (endsTheSame(n)) {
            n++;
        }
        assertThat(n).as("durable writes of ledger and job store").isGreaterThan(6);
    }
}
