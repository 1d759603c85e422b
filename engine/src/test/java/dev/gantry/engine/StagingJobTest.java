package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Medium;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Wait;
import dev.gantry.lab.LibraryReport;
import dev.gantry.lab.LibrarySettings;
import dev.gantry.lab.TapeLibrary;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.DurableWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over the lab's tape library, on a clock that only the test moves. */
class StagingJobTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Medium FIRST = new Medium("LAB001L9");
    private static final Medium SECOND = new Medium("LAB002L9");

    /** Cartridges of 1,000 bytes and one drive. */
    private static final LibrarySettings SMALL = LibrarySettings.defaults().withCartridges(4, 1000, 1);

    /** So that a store that is away for a moment is not left alone for longer, which is measured in real time. */
    private static final EngineSettings ONE_ATTEMPT = new EngineSettings(
            8, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 16 << 20, 0, 1);

    @TempDir
    private Path directory;

    private ManualEnvironment environment = ManualEnvironment.settling();
    private MemoryProvider memory = new MemoryProvider(new StoreId("tape"), Runnable::run);
    private TroubledProvider store = new TroubledProvider(memory);
    private MemoryJobStore jobStore = new MemoryJobStore();
    private TapeLibrary library;
    private EngineFixture engine;

    private void start(LibrarySettings settings, StagingSettings staging) {
        library = TapeLibrary.around(
                store,
                settings,
                directory.resolve("library.log"),
                DurableWrites.DIRECT,
                environment::now,
                environment.thread());
        engine = new EngineFixture(get(Gantry.builder()
                .store(library)
                .jobStore(jobStore)
                .environment(environment)
                .settings(ONE_ATTEMPT)
                .staging(staging)
                .start()));
    }

    private void start(LibrarySettings settings) {
        start(settings, StagingSettings.defaults());
        engine.withBucket();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void store(String name, int length) {
        engine.putWhole(name, bytes(name, length));
    }

    private static byte[] bytes(String name, int length) {
        return dev.gantry.tck.TestObjects.bytes(length, name.hashCode());
    }

    /** Lets everything be written to tape and every copy end. */
    private void cool() {
        environment.pass(DAY);
        report();
        environment.pass(DAY);
        report();
    }

    private LibraryReport report() {
        return get(library.report());
    }

    /** Lets time pass, a second after the other, until it is so; at most two hours. */
    private void passUntil(BooleanSupplier condition) {
        for (int second = 0; second < 7200; second++) {
            if (condition.getAsBoolean()) {
                return;
            }
            environment.pass(Duration.ofSeconds(1));
            report();
        }
        throw new AssertionError("it did not come about within two hours");
    }

    private Job start(JobKind kind, Ordering ordering, String... names) {
        JobRequest request = new JobRequest(
                kind, EngineFixture.BUCKET, "s", Optional.empty(), ordering, OptionalLong.empty(), Set.of());
        List<AskedObject> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(object(name, 0));
        }
        return get(engine.api.jobs().create(request, asked.iterator())).job();
    }

    /** The real client's loop, but for the pauses: takes what is listed, and waits while nothing is. */
    private List<String> readAll(Job job) {
        List<String> order = new ArrayList<>();
        passUntil(() -> {
            engine.ready(job.id())
                    .chunks()
                    .forEach(listing -> listing.chunk().blobs().forEach(blob -> {
                        String name = blob.name().value();
                        if (!order.contains(name)) {
                            assertThat(engine.take(job.id(), name, 0)).isEqualTo(bytes(name, (int) blob.length()));
                            order.add(name);
                        }
                    }));
            return !engine.job(job.id()).isActive();
        });
        return order;
    }

    private static List<Boolean> inCache(Ready ready) {
        return ready.chunks().stream()
                .flatMap(listing -> listing.chunk().blobs().stream())
                .map(blob -> !blob.nearline())
                .toList();
    }

    @Test
    void nearlineDataIsStagedAndItsChunksComeWhenItIsOnline() {
        start(SMALL);
        store("a", 600);
        store("b", 600);
        cool();
        Job job = engine.getJob("a", "b");
        assertThat(job.progress().cachedBytes()).isZero();
        Ready first = engine.ready(job.id());
        assertThat(first.chunks()).isEmpty();
        assertThat(first.retryAfter()).isGreaterThan(Duration.ZERO);
        passUntil(() -> engine.ready(job.id()).waiting().orElse("").startsWith("staging from LAB001L9 since 2026-"));
        passUntil(() -> get(engine.api.waits().of(job.id(), 0, 10)).stream()
                .map(wait -> wait.why().reason())
                .toList()
                .equals(List.of("staging")));
        assertThat(problemOf(engine.read(job.id(), "a", 0))).isEqualTo(Problem.UNAVAILABLE);
        assertThat(readAll(job)).containsExactly("a", "b");
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(report().totals().recalls()).isEqualTo(2);
    }

    @Test
    void whatIsOnlineIsListedAtOnceAndSaysSoForGood() {
        start(SMALL);
        store("cold", 400);
        cool();
        store("warm", 300);
        Job job = engine.getJob("cold", "warm");
        assertThat(job.progress().cachedBytes()).isEqualTo(300);
        Ready first = engine.ready(job.id());
        assertThat(inCache(first)).containsExactly(true);
        assertThat(readAll(job)).containsExactlyInAnyOrder("warm", "cold");
        assertThat(get(engine.api.chunks().page(job.id(), 0, 2)).stream()
                        .map(listing -> listing.chunk().blobs().get(0).nearline()))
                .containsExactly(false, true);
    }

    @Test
    void readingWhatIsOfflineIsRefusedWithItsBarcodesUntilItIsLoaded() {
        start(SMALL);
        store("a", 1000);
        store("b", 1000);
        store("c", 1000);
        cool();
        get(library.eject(FIRST));
        get(library.eject(SECOND));
        assertThatThrownBy(() -> engine.getJob("c", "b", "a"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFLICT))
                .hasMessageEndingWith("must first be brought online. Online: [LAB001L9, LAB002L9]");
        assertThat(get(engine.api.creationFailures().list()))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("LAB001L9"));
        get(library.load(FIRST));
        get(library.load(SECOND));
        assertThat(readAll(engine.getJob("c", "b", "a"))).hasSize(3);
    }

    @Test
    void mediumThatLeavesAfterwardsMakesTheJobWaitForIt() {
        start(SMALL);
        store("a", 1000);
        cool();
        Job job = engine.getJob("a");
        get(library.eject(FIRST));
        passUntil(() -> engine.ready(job.id()).waiting().orElse("").equals("offline: load LAB001L9"));
        assertThat(get(engine.api.waits().of(job.id(), 0, 10)))
                .singleElement()
                .satisfies(wait -> assertThat(wait.why()).isEqualTo(new Wait.Offline(List.of("LAB001L9"))));
        environment.pass(DAY.multipliedBy(2));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        get(library.load(FIRST));
        assertThat(readAll(job)).containsExactly("a");
        assertThat(report().totals().recalls()).isEqualTo(1);
    }

    @Test
    void copiesAreKeptWhileTheJobNeedsThemAndThenLetGo() {
        start(SMALL.withCache(10_000, Duration.ofMinutes(10)));
        store("a", 1000);
        cool();
        Job job = engine.getJob("a");
        for (int minute = 0; minute < 300; minute++) {
            environment.pass(Duration.ofMinutes(1));
            report();
            engine.job(job.id());
        }
        assertThat(readAll(job)).containsExactly("a");
        assertThat(report().totals().recalls()).isEqualTo(1);
        environment.pass(Duration.ofHours(1));
        assertThat(problemOf(engine.api
                        .blobs()
                        .get(new dev.gantry.ports.api.Blobs.Download(
                                new dev.gantry.ports.api.Blobs.Address(
                                        new dev.gantry.domain.ObjectKey(
                                                EngineFixture.BUCKET, new dev.gantry.domain.ObjectName("a")),
                                        Optional.empty(),
                                        OptionalLong.empty()),
                                List.of()))))
                .isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void stageAndVerifyJobsBringInWhatTheyNeed() {
        start(SMALL);
        store("a", 700);
        store("b", 700);
        cool();
        Job stage = start(JobKind.STAGE, Ordering.NONE, "a", "b");
        passUntil(() -> !engine.job(stage.id()).isActive());
        assertThat(engine.job(stage.id()).status()).isEqualTo(JobStatus.COMPLETED);
        Job read = engine.getJob("a", "b");
        assertThat(inCache(engine.ready(read.id()))).containsExactly(true, true);
        readAll(read);
        cool();
        Job verify = start(JobKind.VERIFY, Ordering.NONE, "a", "b");
        passUntil(() -> !engine.job(verify.id()).isActive());
        assertThat(engine.job(verify.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(report().totals().recalls()).isEqualTo(4);
    }

    @Test
    void unreadableBlobLeavesTheJobWithItsReason() {
        start(SMALL.withReadErrors(1, 7));
        store("bad", 100);
        cool();
        Job job = engine.getJob("bad");
        passUntil(() -> !engine.job(job.id()).isActive());
        assertThat(engine.job(job.id()).ending().orElseThrow().reason().orElseThrow())
                .isEqualTo("1 of 1 objects failed: bad: it cannot be brought online: cartridge LAB001L9 cannot be read"
                        + " at position 0");
    }

    @Test
    void jobLargerThanWhatMayBeOnlineIsReadPieceByPiece() {
        start(SMALL.withCache(2000, Duration.ofHours(1)), new StagingSettings(1, 1000, true));
        engine.withBucket();
        String[] names = IntStream.range(0, 4).mapToObj(i -> "o" + i).toArray(String[]::new);
        for (String name : names) {
            store(name, 1000);
        }
        cool();
        assertThat(readAll(engine.getJob(names))).containsExactlyInAnyOrder(names);
        assertThat(readAll(start(JobKind.GET, Ordering.IN_ORDER, names))).containsExactly(names);
    }

    @Test
    void laterUrgentJobGoesBeforeWhatNobodyHasAskedForYet() {
        start(SMALL);
        for (String name : List.of("a", "b", "c", "d")) {
            store(name, 1000);
        }
        cool();
        Job early = start(JobKind.GET, Ordering.NONE, "a", "b", "c");
        changePriority(early, Priority.LOW);
        passUntil(() -> why(early)
                .equals(List.of("staging", "staging", "the media to be read at a time of store tape are used up")));
        Job late = start(JobKind.GET, Ordering.NONE, "d");
        changePriority(late, Priority.URGENT);
        passUntil(() -> !engine.ready(late.id()).chunks().isEmpty());
        assertThat(why(early)).as("the chunk that was asked for last").last().isEqualTo("staging");
        assertThat(readAll(late)).containsExactly("d");
        assertThat(readAll(early)).containsExactly("a", "b", "c");
    }

    private void changePriority(Job job, Priority priority) {
        get(engine.api
                .jobs()
                .modify(job.id(), new JobChange(Optional.empty(), Optional.of(priority), Optional.empty())));
    }

    private List<String> why(Job job) {
        return get(engine.api.waits().of(job.id(), 0, 10)).stream()
                .map(wait -> wait.why() instanceof Wait.Staging staging
                                && staging.since().isPresent()
                        ? "staging"
                        : wait.why().toString())
                .toList();
    }

    @Test
    void canceledJobLeavesTheLibraryNothingToDo() {
        start(LibrarySettings.defaults().withCartridges(4, 1000, 2));
        for (String name : List.of("a", "b", "c", "d")) {
            store(name, 1000);
        }
        cool();
        Job job = start(JobKind.GET, Ordering.NONE, "a", "b", "c");
        passUntil(() -> why(job).equals(List.of("staging", "staging", "staging")));
        long mounts = report().totals().mounts();
        get(engine.api.jobs().cancel(job.id(), "enough"));
        environment.pass(DAY);
        assertThat(report().totals().mounts() - mounts)
                .as("of the three only what drives had begun")
                .isZero();
        assertThat(readAll(engine.getJob("d", "c"))).containsExactlyInAnyOrder("c", "d");
    }

    @Test
    void jobThatTakesOverFromAnotherAsksForNothingAgain() {
        start(LibrarySettings.defaults().withCartridges(8, 1000, 1));
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        names.forEach(name -> store(name, 1000));
        cool();
        long asked = report().totals().recalls();
        Job first = engine.getJob("a", "b", "c", "d", "e", "f");
        passUntil(() -> report().totals().recalls() - asked == names.size());
        Job second = engine.getJob("b", "c", "d", "e", "f");
        get(engine.api.jobs().cancel(first.id(), "another job goes on"));
        assertThat(readAll(second)).hasSize(5);
        assertThat(report().totals().recalls() - asked).isEqualTo(names.size());
    }

    @Test
    void whatIsOfflineTakesNoRoomFromOthers() {
        start(SMALL.withCache(4000, Duration.ofHours(1)));
        for (String name : List.of("a", "b", "c")) {
            store(name, 1000);
        }
        cool();
        get(library.eject(FIRST));
        get(library.eject(SECOND));
        Job away = start(JobKind.STAGE, Ordering.NONE, "a", "b");
        passUntil(() -> get(engine.api.waits().of(away.id(), 0, 10)).stream()
                .allMatch(wait -> wait.why() instanceof Wait.Offline));
        Job near = start(JobKind.GET, Ordering.NONE, "c");
        passUntil(() -> !engine.ready(near.id()).chunks().isEmpty());
        assertThat(readAll(near)).containsExactly("c");
        get(library.load(FIRST));
        get(library.load(SECOND));
        passUntil(() -> !engine.job(away.id()).isActive());
        assertThat(engine.job(away.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void whatIsOnOneCartridgeGoesTogetherUnlessTheClientWantsItsOrder() {
        start(LibrarySettings.defaults().withCartridges(2, 2000, 1));
        for (int i = 0; i < 4; i++) {
            store("o" + i, 1000);
        }
        cool();
        long before = report().totals().mounts();
        assertThat(readAll(engine.getJob("o2", "o1", "o3", "o0"))).containsExactly("o0", "o1", "o2", "o3");
        assertThat(report().totals().mounts() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void restartedEngineAsksForNothingThatIsThereOrOnItsWay() {
        start(SMALL);
        store("there", 900);
        store("coming", 900);
        cool();
        Job job = engine.getJob("there", "coming");
        JobId id = job.id();
        passUntil(() -> !engine.ready(id).chunks().isEmpty());
        long asked = report().totals().recalls();
        assertThat(asked).isEqualTo(2);
        library.close();
        environment.close();
        environment = environment.afterRestart();
        start(SMALL, StagingSettings.defaults());
        assertThat(readAll(engine.job(id))).hasSize(2);
        assertThat(report().totals().recalls()).isEqualTo(asked);
    }

    @Test
    void engineThatCannotAskItsStoreWhenItStartsAsksAgain() {
        start(SMALL);
        store("a", 900);
        cool();
        JobId id = engine.getJob("a").id();
        library.close();
        environment.close();
        environment = environment.afterRestart();
        store.away = true;
        start(SMALL, StagingSettings.defaults());
        for (int tenth = 0; tenth < 20; tenth++) {
            environment.pass(Duration.ofMillis(100));
            report();
            assertThat(get(engine.api.waits().of(id, 0, 1)))
                    .extracting(wait -> wait.why().reason())
                    .containsExactly("store_failed");
        }
        store.away = false;
        assertThat(readAll(engine.job(id))).containsExactly("a");
    }
}
