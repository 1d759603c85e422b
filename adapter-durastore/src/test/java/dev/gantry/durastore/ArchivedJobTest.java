package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.engine.MemoryJobStore;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Payload;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.tck.TestObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk GET whose store is the Glacier account of our fake of DuraStore 8, on that account's own clock. */
class ArchivedJobTest {

    private static final BucketName BUCKET = new BucketName("cold");
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Duration RESTORE = Duration.ofHours(5);

    /** What is archived for an object in three parts, and for two others. */
    private static final int ARCHIVED_CONTENTS = 5;

    private final MemoryJobStore jobs = new MemoryJobStore();
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Set<String> taken = new TreeSet<>();
    private FakeDuraStore fake;
    private FakeSpaces account;
    private DurastoreProvider provider;
    private ArchiveClock clock;
    private Gantry gantry;
    private Gateway api;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeDuraStore(FakeVersion.V8);
        account = fake.account("2");
        start();
        await(api.buckets().create(BUCKET, Optional.empty()));
        put("film", new BlobLayout(25, 10));
        put("letter", BlobLayout.whole(7));
        put("map", BlobLayout.whole(300));
        account.contents(BUCKET.value()).forEach((id, content) -> {
            if (!id.startsWith(".gantry") && !id.endsWith(".dura-manifest")) {
                account.put(BUCKET.value(), id, content.archived(true));
            }
        });
        put("warm", BlobLayout.whole(9));
    }

    private void put(String name, BlobLayout layout) {
        byte[] bytes = TestObjects.bytes((int) layout.objectLength(), name.hashCode());
        TestObjects.put(provider.objects(), TestObjects.spec(key(name), layout), bytes);
        objects.put(name, bytes);
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(BUCKET, new ObjectName(name));
    }

    private void start() {
        clock = new ArchiveClock(account);
        provider = Driven.provider(fake.reach(Optional.of("2")), account::time);
        gantry = await(Gantry.builder()
                .store(provider)
                .jobStore(jobs)
                .environment(clock)
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                .start());
        api = gantry.as(TestNode.ROOT);
    }

    @AfterEach
    void close() {
        gantry.close();
        fake.close();
        assertThat(Payload.open()).isZero();
    }

    private Job job(JobKind kind) {
        JobRequest request =
                new JobRequest(kind, BUCKET, "recall", Optional.empty(), Ordering.NONE, OptionalLong.empty());
        return await(api.jobs()
                        .create(
                                request,
                                objects.keySet().stream()
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

    private Address address(Job job, String name, long offset) {
        return new Address(key(name), Optional.of(job.id()), OptionalLong.of(offset));
    }

    /** As a client does: takes what is listed and lets time pass where nothing new is. */
    private void read(Job job) {
        for (int step = 0; step < 1000 && current(job).isActive(); step++) {
            if (!takeWhatIsListed(job)) {
                pass(job);
            }
        }
    }

    private boolean takeWhatIsListed(Job job) {
        boolean any = false;
        for (var listing : ready(job).chunks()) {
            for (var blob : listing.chunk().blobs()) {
                String name = blob.name().value();
                if (taken.add(name + "@" + blob.range().offset())) {
                    any = true;
                    assertThat(bytes(job, name, blob.range().offset()))
                            .isEqualTo(Arrays.copyOfRange(
                                    objects.get(name), (int) blob.range().offset(), (int)
                                            blob.range().end()));
                }
            }
        }
        return any;
    }

    private byte[] bytes(Job job, String name, long offset) {
        try (Read read = await(api.blobs().get(new Download(address(job, name, offset), List.of())))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            read.payloads().forEach(payload -> bytes.writeBytes(PayloadBytes.of(payload)));
            await(read.delivered());
            return bytes.toByteArray();
        }
    }

    private void pass(Job job) {
        clock.pass(STEP, () -> !current(job).isActive());
    }

    private Problem refusal(Address address) {
        return ((ApiException) failure(api.blobs().get(new Download(address, List.of())))).problem();
    }

    @Test
    void archivedContentsAreStagedForAJobAndReadWhenTheyAreThere() {
        Address naked = new Address(key("map"), Optional.empty(), OptionalLong.empty());
        assertThat(refusal(naked)).as("409, and nothing is asked for").isEqualTo(Problem.CONFLICT);
        assertThat(account.begun()).isZero();
        Instant asked = account.time();
        Job job = job(JobKind.GET);
        assertThat(job.progress().cachedBytes()).as("what is online").isEqualTo(9);
        pass(job);
        takeWhatIsListed(job);
        assertThat(taken).containsExactly("warm@0");
        assertThat(account.begun()).isEqualTo(ARCHIVED_CONTENTS);
        assertThat(ready(job).waiting())
                .hasValueSatisfying(why -> assertThat(why).startsWith("staging from GLACIER"));
        assertThat(refusal(address(job, "map", 0))).isEqualTo(Problem.UNAVAILABLE);
        read(job);
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(taken).containsExactly("film@0", "film@10", "film@20", "letter@0", "map@0", "warm@0");
        assertThat(Duration.between(asked, account.time())).isGreaterThanOrEqualTo(RESTORE);
        assertThat(account.begun()).isEqualTo(ARCHIVED_CONTENTS);
    }

    @Test
    void aNodeThatStartsAgainLearnsThatTheRestoreIsUnderWayAndPaysNoSecond() {
        Job job = job(JobKind.GET);
        pass(job);
        assertThat(account.begun()).isEqualTo(ARCHIVED_CONTENTS);
        gantry.close();
        account.pass(Duration.ofHours(1));
        start();
        read(job);
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(taken).hasSize(6);
        assertThat(account.begun()).isEqualTo(ARCHIVED_CONTENTS);
    }

    @Test
    void aNodeThatStartsWhenTheRestoreIsOverAsksForNothing() {
        Job job = job(JobKind.GET);
        pass(job);
        gantry.close();
        account.pass(RESTORE.plusHours(1));
        int before = fake.tasks().performed().size();
        start();
        Awaitility.await("the end of a job for which no time has to pass")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    takeWhatIsListed(job);
                    return !current(job).isActive();
                });
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(fake.tasks().performed()).hasSize(before);
    }

    @Test
    void aStagingJobEndsWhenAllIsOnline() {
        Job job = job(JobKind.STAGE);
        for (int step = 0; step < 1000 && current(job).isActive(); step++) {
            pass(job);
        }
        assertThat(current(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(account.begun()).isEqualTo(ARCHIVED_CONTENTS);
    }
}
