package dev.gantry.glacier;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
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
import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.payload.Payload;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.tck.TestObjects;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over archived objects, from the request to the last byte, with no wait but on the archive's own clock. */
class RecallTest {

    private static final BucketName BUCKET = new BucketName("cold");
    private static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    private static final User ADMIN = new User(new UserId(new UUID(1, 2)), "admin", Role.ADMIN);
    private static final Duration STEP = Duration.ofMinutes(30);
    private static final int KB = 1024;
    private static final String GONE = "gone";

    @TempDir
    private Path directory;

    private final Set<String> taken = Collections.synchronizedSet(new LinkedHashSet<>());
    private TestArchive archive;
    private VirtualEnvironment environment;
    private Gantry gantry;
    private Gateway api;

    @BeforeEach
    void open() {
        archive = new TestArchive(directory);
        start(TestArchive.SETTINGS);
        await(api.buckets().create(BUCKET, Optional.empty()));
    }

    private void start(GlacierSettings settings) {
        environment = new VirtualEnvironment(archive);
        gantry = await(Gantry.builder()
                .store(archive.open(settings, "DEEP_ARCHIVE"))
                .inMemory()
                .environment(environment)
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                .start());
        api = gantry.as(ROOT);
    }

    @AfterEach
    void close() {
        gantry.close();
        archive.close();
        assertThat(Payload.open()).isZero();
    }

    private void place(String name, LabStorageClass storageClass) {
        archive.service().place("cold", name, storageClass, bytes(name));
    }

    private static byte[] bytes(String name) {
        return TestObjects.bytes(KB, name.hashCode());
    }

    private static String name(int i) {
        return "object/%05d".formatted(i);
    }

    private Job job(Gateway owner, JobKind kind, List<String> names) {
        JobRequest request =
                new JobRequest(kind, BUCKET, "recall", Optional.empty(), Ordering.NONE, OptionalLong.empty());
        return await(owner.jobs()
                        .create(
                                request,
                                names.stream()
                                        .map(name -> new AskedObject(new ObjectName(name), 0))
                                        .iterator()))
                .job();
    }

    private Job current(Job job) {
        return await(api.jobs().get(job.id()));
    }

    private Ready ready(Job job) {
        return await(api.chunks().ready(job.id(), 64));
    }

    private void take(Job job, String name) {
        try (Read read = await(api.blobs().get(new Download(address(job, name), List.of())))) {
            assertThat(PayloadBytes.of(read.payloads().get(0))).isEqualTo(bytes(name));
            await(read.delivered());
        }
        taken.add(name);
    }

    private void takeOrLose(Job job, String name) {
        if (name.equals(GONE)) {
            assertThat(failure(api.blobs().get(new Download(address(job, name), List.of()))))
                    .hasMessageContaining("there is no object");
        } else {
            take(job, name);
        }
    }

    private static Address address(Job job, String name) {
        return new Address(new ObjectKey(BUCKET, new ObjectName(name)), Optional.of(job.id()), OptionalLong.of(0));
    }

    /** As a client does: takes what is listed, at most so many, and lets a step of time pass where nothing is. */
    private void read(Job job, int most) {
        int end = taken.size() + most;
        for (int step = 0; step < 10_000 && taken.size() < end && current(job).isActive(); step++) {
            List<String> listed = ready(job).chunks().stream()
                    .flatMap(listing -> listing.chunk().blobs().stream())
                    .map(blob -> blob.name().value())
                    .filter(name -> !taken.contains(name))
                    .limit(end - taken.size())
                    .toList();
            listed.forEach(name -> takeOrLose(job, name));
            if (listed.isEmpty()) {
                pass(job);
            }
        }
    }

    private void pass(Job job) {
        environment.pass(STEP, () -> !current(job).isActive());
    }

    private void awaitEnd(Job job) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !current(job).isActive());
    }

    /** The client is there and does nothing. */
    private void dawdle(Job job, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            pass(job);
            ready(job);
        }
    }

    /** Lets time pass until a job that the node works off by itself is over. */
    private void end(Job job) {
        for (int step = 0; step < 10_000 && current(job).isActive(); step++) {
            pass(job);
        }
    }

    private void recall(int count) {
        long begun = System.nanoTime();
        List<String> names =
                IntStream.range(0, count).mapToObj(RecallTest::name).toList();
        names.forEach(name -> place(name, LabStorageClass.DEEP_ARCHIVE));
        Instant asked = archive.instant();
        Job job = job(api, JobKind.GET, names);
        assertThat(ready(job).chunks()).isEmpty();
        read(job, count / 2);
        assertThat(Duration.between(asked, archive.instant())).isGreaterThanOrEqualTo(Duration.ofHours(12));
        dawdle(job, Duration.ofDays(5));
        assertThat(current(job).status()).isEqualTo(JobStatus.IN_PROGRESS);
        read(job, count);
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(taken).hasSize(count);
        assertThat(archive.restores())
                .filteredOn(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .doesNotHaveDuplicates()
                .hasSize(count);
        assertThat(archive.restores())
                .filteredOn(r -> !r.isPaidRestore())
                .isNotEmpty()
                .allSatisfy(renewal -> assertThat(renewal.status()).isEqualTo(200));
        System.out.printf(
                "recall of %d objects of DEEP_ARCHIVE: %d restores, %d renewals, %s on the archive's clock, %d ms%n",
                count,
                archive.begun(),
                archive.restores().size() - archive.begun(),
                Duration.between(asked, archive.instant()),
                (System.nanoTime() - begun) / 1_000_000);
    }

    @Test
    void fiveHundredObjectsOfDeepArchiveComeAndAreKeptUntilTheClientHasReadAll() {
        recall(500);
    }

    @Test
    @Tag("long")
    void tenThousandObjectsOfDeepArchiveComeAndAreKeptUntilTheClientHasReadAll() {
        recall(10_000);
    }

    @Test
    void mixedBucketIsReadAsEachObjectComesAndNothingIsAskedForTwice() {
        for (int i = 0; i < 5; i++) {
            place("online-" + i, LabStorageClass.STANDARD);
            place("instant-" + i, LabStorageClass.GLACIER_IR);
            place("flexible-" + i, LabStorageClass.GLACIER);
            place("deep-" + i, LabStorageClass.DEEP_ARCHIVE);
            place("restored-" + i, LabStorageClass.GLACIER);
            place("restoring-" + i, LabStorageClass.DEEP_ARCHIVE);
        }
        place(GONE, LabStorageClass.DEEP_ARCHIVE);
        List<String> kinds = List.of("online", "instant", "flexible", "deep", "restored", "restoring");
        List<String> names = new ArrayList<>(kinds.stream()
                .flatMap(kind -> IntStream.range(0, 5).mapToObj(i -> kind + "-" + i))
                .toList());
        Job first = job(
                api,
                JobKind.STAGE,
                names.stream().filter(n -> n.startsWith("restored")).toList());
        end(first);
        assertThat(current(first).status()).isEqualTo(JobStatus.COMPLETED);
        Job second = job(
                api,
                JobKind.STAGE,
                names.stream().filter(n -> n.startsWith("restoring")).toList());
        dawdle(second, Duration.ofHours(1));
        assertThat(archive.begun()).isEqualTo(10);
        names.add(GONE);
        Job job = job(api, JobKind.GET, names);
        await(archive.neighbour().objects().delete(new ObjectKey(BUCKET, new ObjectName(GONE))));
        read(job, 29);
        assertThat(current(job).status()).as("before the last one is read").isEqualTo(JobStatus.IN_PROGRESS);
        read(job, 2);
        Job ended = current(job);
        assertThat(taken).hasSize(30);
        assertThat(ended.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(ended.ending().toString()).contains("1 of 31 objects failed");
        assertThat(archive.restores())
                .filteredOn(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .doesNotHaveDuplicates()
                .noneMatch(key -> key.startsWith("online") || key.startsWith("instant"));
        assertThat(archive.restores()).extracting(LoggedRequest::status).doesNotContain(409);
    }

    @Test
    void verifyNakedReadsAndThoseWhoMayNotSpendNeverBeginARestore() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        Job verify = job(api, JobKind.VERIFY, List.of("deep"));
        awaitEnd(verify);
        assertThat(current(verify).status()).isEqualTo(JobStatus.CANCELED);
        Address naked =
                new Address(new ObjectKey(BUCKET, new ObjectName("deep")), Optional.empty(), OptionalLong.empty());
        assertThat(failure(api.blobs().get(new Download(naked, List.of())))).isInstanceOf(ApiException.class);
        Job stage = job(gantry.as(ADMIN), JobKind.STAGE, List.of("deep"));
        awaitEnd(stage);
        assertThat(current(stage).ending().toString()).contains("1 of 1 objects failed");
        Job get = job(gantry.as(ADMIN), JobKind.GET, List.of("deep"));
        assertThat(await(gantry.as(ADMIN).chunks().ready(get.id(), 64)).chunks())
                .hasSize(1);
        assertThat(failure(gantry.as(ADMIN).blobs().get(new Download(address(get, "deep"), List.of()))))
                .hasMessageContaining("archived");
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void jobWaitsForMoneyAndGoesOnInTheNextMonthWithoutAskingTwice() {
        gantry.close();
        GlacierSettings usual = TestArchive.SETTINGS;
        Prices prices = new Prices(PriceTable.builtIn(), "us-east-1");
        BigDecimal one = prices.restore(ArchiveClass.DEEP_ARCHIVE, RestoreTier.STANDARD, 1, KB, 3)
                .total();
        archive.pass(Duration.between(archive.instant(), Instant.parse("2026-01-30T00:00:00Z")));
        start(new GlacierSettings(
                usual.tier(),
                usual.keep(),
                usual.poll(),
                Optional.of(one.multiply(BigDecimal.valueOf(12))),
                usual.prices(),
                false,
                usual.rate()));
        List<String> names = IntStream.range(0, 20).mapToObj(RecallTest::name).toList();
        names.forEach(name -> place(name, LabStorageClass.DEEP_ARCHIVE));
        Job job = job(api, JobKind.STAGE, names);
        dawdle(job, Duration.ofHours(20));
        assertThat(archive.begun()).isEqualTo(12);
        assertThat(ready(job).waiting().map(Object::toString).orElse("")).contains("costs allowed");
        dawdle(job, Duration.ofDays(2));
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(archive.restores())
                .filteredOn(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .doesNotHaveDuplicates()
                .hasSize(20);
    }
}
