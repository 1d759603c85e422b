package dev.gantry.server;

import static dev.gantry.server.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.MediumState.Place;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.CreationFailures.CreationFailure;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits.Waiting;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bulk GET over the wire: three objects, each on a cartridge of its own, and one drive. The library's clock moves only when
 * the test moves it, so what each chunk waits for is certain at each step.
 */
@Timeout(180)
class MediaJobTest implements InstantSource {

    private static final int FILE = 900 << 10;
    private static final BucketName BUCKET = new BucketName("demo");
    private static final List<String> MEDIA = List.of("LAB001L9", "LAB002L9", "LAB003L9");
    private static final String TYPE = "tape-library-in-test";

    /** Hardware so quick that the node looks at it again ten times a second. */
    private static final String SETTINGS = """
            gantry.primary-store = lab
            gantry.engine { free-space-floor = 0, presence = 1 h, silence = 1 h }
            gantry.stores.lab {
              type = %s, path = "%s", cartridges = 3, capacity = 900 KiB, drives = 1
              load-time = 20 ms, full-seek = 20 ms, cache = 64 MiB, keep = 1 h
            }
            """;

    @TempDir
    private Path temp;

    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Override
    public Instant instant() {
        return now;
    }

    private ServedNode node(String more) throws Exception {
        return new ServedNode(
                temp, SETTINGS.formatted(TYPE, temp.resolve("lab")) + more, DurableWrites.DIRECT, new AbstractModule() {
                    @Override
                    protected void configure() {
                        MapBinder.newMapBinder(binder(), String.class, ProviderFactory.class)
                                .addBinding(TYPE)
                                .toInstance(new TapeLibraryFactory(MediaJobTest.this));
                    }
                });
    }

    private static String name(int i) {
        return "f" + i;
    }

    private static byte[] bytes(int i) {
        byte[] bytes = new byte[FILE];
        new Random(i).nextBytes(bytes);
        return bytes;
    }

    /** Everything is on tape and nothing in the cache; the last cartridge is in the drive. */
    private void storeAndCool(ServedNode node) throws Exception {
        on(node.gateway().buckets().create(BUCKET, Optional.empty()));
        for (int i = 0; i < MEDIA.size(); i++) {
            HttpResponse<Void> answer = new RawClient(node.url())
                    .send(
                            "PUT",
                            "/" + BUCKET + "/" + name(i),
                            BodyPublishers.ofByteArray(bytes(i)),
                            BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        for (int day = 0; day < 2; day++) {
            now = now.plus(Duration.ofDays(1));
            assertThat(on(node.gateway().media().list())).hasSize(3);
        }
    }

    private static Job create(Gateway gateway, Ordering ordering) throws InterruptedException {
        JobRequest request =
                new JobRequest(JobKind.GET, BUCKET, "all", Optional.empty(), ordering, OptionalLong.empty());
        List<AskedObject> asked = IntStream.range(0, MEDIA.size())
                .mapToObj(i -> new AskedObject(new ObjectName(name(i)), 0))
                .toList();
        return on(gateway.jobs().create(request, asked.iterator())).job();
    }

    private static List<Place> places(Gateway gateway) throws InterruptedException {
        return on(gateway.media().list()).stream().map(MediumState::place).toList();
    }

    /** What each chunk that does not move waits for, in words; when a client was last heard of is left out. */
    private static List<String> reasons(Gateway gateway, Job job) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Waiting waiting : on(gateway.waits().of(job.id(), 0, 10))) {
            String why = waiting.why() instanceof Wait.ClientIdle idle
                    ? (idle.granted() ? "granted" : "ready")
                    : waiting.why().toString();
            reasons.add(waiting.chunk() + " " + why);
        }
        return reasons;
    }

    private static String staging(int chunk, Instant since) {
        return chunk + " staging from " + MEDIA.get(chunk) + " since " + since;
    }

    private static String offline(int chunk) {
        return chunk + " offline: load " + MEDIA.get(chunk);
    }

    /** Waits until that is what every chunk waits for, and nothing else. */
    private static void awaitReasons(String step, Gateway gateway, Job job, String... expected) {
        Awaitility.await(step)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(reasons(gateway, job)).as(step).containsExactly(expected));
    }

    /** The moment at which the drive is done with a chunk, as the node tells its client. */
    private static Instant about(Gateway gateway, Job job, int chunk) throws InterruptedException {
        return on(gateway.waits().of(job.id(), chunk, 1)).get(0).about().orElseThrow();
    }

    /** Reads a chunk's one object as a client does that shares no code with the node. */
    private static void read(ServedNode node, Job job, int i) throws Exception {
        HttpResponse<byte[]> answer = new RawClient(node.url())
                .send(
                        "GET",
                        "/" + BUCKET + "/" + name(i) + "?job=" + job.id() + "&offset=0",
                        BodyPublishers.noBody(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as("chunk %d", i).isEqualTo(200);
        assertThat(answer.body()).as("chunk %d", i).isEqualTo(bytes(i));
    }

    private static List<String> listed(Gateway gateway, Job job) throws InterruptedException {
        return on(gateway.chunks().ready(job.id(), 10)).chunks().stream()
                .flatMap(listing -> listing.chunk().blobs().stream())
                .map(blob -> blob.name().value())
                .toList();
    }

    @Test
    void jobOverMountedUnmountedAndEjectedCartridgesIsRefusedAndThenTellsEachReason() throws Exception {
        try (ServedNode node = node("")) {
            Gateway gateway = node.gateway();
            storeAndCool(node);
            refusedWhileEjected(node);
            Instant asked = now;
            Job job = create(gateway, Ordering.NONE);
            String noDrive = "2 the media to be read at a time of store lab are used up";
            awaitReasons("two asked for", gateway, job, staging(0, asked), staging(1, asked), noDrive);
            assertThat(listed(gateway, job)).isEmpty();
            lab(node, "eject", MEDIA.get(2));
            awaitReasons("one left", gateway, job, staging(0, asked), staging(1, asked), offline(2));
            assertThat(Commands.mustRun("why", "job", job.id(), "--why", "--node", node.url())
                            .out())
                    .contains("chunk 0      staging from LAB001L9 since " + asked)
                    .contains("chunk 2      offline: load LAB003L9");

            now = about(gateway, job, 0).plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
            awaitReasons("the first is there", gateway, job, "0 granted", staging(1, asked), offline(2));
            assertThat(listed(gateway, job)).containsExactly(name(0));
            read(node, job, 0);
            awaitReasons("the first is read", gateway, job, staging(1, asked), offline(2));

            now = about(gateway, job, 1).plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
            awaitReasons("the second is there", gateway, job, "1 granted", offline(2));
            read(node, job, 1);
            awaitReasons("one is left, and out", gateway, job, offline(2));
            assertThat(listed(gateway, job)).isEmpty();

            lab(node, "load", MEDIA.get(2));
            awaitReasons("it is back", gateway, job, staging(2, now));
            now = about(gateway, job, 2).plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
            awaitReasons("the third is there", gateway, job, "2 granted");
            read(node, job, 2);
            assertThat(on(gateway.jobs().get(job.id())).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(reasons(gateway, job)).isEmpty();
        }
    }

    private void refusedWhileEjected(ServedNode node) throws Exception {
        Gateway gateway = node.gateway();
        lab(node, "eject", "LAB002L9");
        assertThat(places(gateway)).containsExactly(Place.SLOT, Place.EJECTED, Place.DRIVE);
        assertThatThrownBy(() -> create(gateway, Ordering.NONE))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.CONFLICT);
                    assertThat(e.media()).containsExactly(new Medium("LAB002L9"));
                })
                .hasMessageContaining("must first be brought online. Online: [LAB002L9]");
        assertThat(on(gateway.creationFailures().list()))
                .extracting(CreationFailure::media)
                .containsExactly(List.of(new Medium("LAB002L9")));
        Path to = temp.resolve("refused");
        assertThat(Commands.run("get", BUCKET, "--to", to, "--node", node.url()).err())
                .contains("Online: [LAB002L9]; put it back into the library (gantry lab load LAB002L9)");
        assertThat(Commands.run("lab", "load", "LAB009L9", "--node", node.url()).err())
                .contains("there is no cartridge LAB009L9; gantry lab list names those there are");
        lab(node, "load", "LAB002L9");
    }

    private static void lab(ServedNode node, String verb, String barcode) {
        Commands.Ran ran = Commands.mustRun("lab", "lab", verb, barcode, "--node", node.url());
        assertThat(ran.out().contains(barcode + "  ejected")).isEqualTo(verb.equals("eject"));
    }

    @Test
    void chunkThatHasNoPermitYetStillTellsThatItsMediumHasLeft() throws Exception {
        try (ServedNode node = node("gantry.staging.bytes = 1 MiB")) {
            Gateway gateway = node.gateway();
            storeAndCool(node);
            Instant asked = now;
            Job job = create(gateway, Ordering.IN_ORDER);
            String noPermit = " the bytes to be staged of store lab are used up";
            String[] all = {staging(0, asked), "1" + noPermit, "2" + noPermit};
            awaitReasons("room for one", gateway, job, all);
            lab(node, "eject", MEDIA.get(2));
            awaitReasons("the last one left", gateway, job, all[0], all[1], offline(2));
            lab(node, "load", MEDIA.get(2));
            awaitReasons("and came back", gateway, job, all);
        }
    }
}
