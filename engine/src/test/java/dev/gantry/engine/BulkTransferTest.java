package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.engine.TransferSummary.Start;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkTransferTest {

    private static final Instant MODIFIED = Instant.parse("2020-02-29T12:34:56.123456789Z");

    private final EngineFixture engine = EngineFixture.inMemory(EngineSettings.defaults());
    private final MeddlingGateway gateway = new MeddlingGateway(engine.api);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final BulkTransfer transfer = new BulkTransfer(
            gateway, threads, InstantSource.system(), new TransferSettings(4, 3, Duration.ofMillis(1)));

    @TempDir
    private Path temp;

    private Path docs;
    private Path out;

    @BeforeEach
    void layOut() throws IOException {
        docs = temp.resolve("docs");
        out = temp.resolve("out");
        write("a.txt", 10);
        write("sub/größe ü.bin", 300_000);
        write("sub/deep/zero", 0);
        Files.createDirectories(docs.resolve("empty"));
    }

    @AfterEach
    void nothingIsLeased() {
        threads.shutdownNow();
        engine.close();
        assertThat(Payload.open()).isZero();
    }

    private Path write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path path = docs.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, FileTime.from(MODIFIED));
        return path;
    }

    private TransferRequest.Put inBlobsOf(long bytes) {
        TransferRequest.Put put = TransferRequest.Put.of(EngineFixture.BUCKET.value(), docs);
        return new TransferRequest.Put(
                put.bucket(), put.paths(), Optional.empty(), Optional.empty(), Ordering.NONE, OptionalLong.of(bytes));
    }

    private TransferSummary put() throws Exception {
        return transfer.put(TransferRequest.Put.of(EngineFixture.BUCKET.value(), docs), TransferListener.NONE);
    }

    private TransferSummary get(String... names) throws Exception {
        return transfer.get(TransferRequest.Get.of(EngineFixture.BUCKET.value(), out, names), TransferListener.NONE);
    }

    private List<Job> jobs() {
        return EngineFixture.get(gateway.jobs().all(JobFilter.of(EnumSet.allOf(JobStatus.class))));
    }

    private List<String> names() {
        return EngineFixture.get(gateway.objects().list(EngineFixture.BUCKET, ListQuery.all())).objects().stream()
                .map(object -> object.key().name().value())
                .toList();
    }

    /** What a tree holds: contents of files, and nothing for directories. */
    private static Map<String, List<Byte>> tree(Path root) throws IOException {
        Map<String, List<Byte>> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                tree.put(root.relativize(path).toString(), Files.isDirectory(path) ? List.of() : boxed(path));
            }
        }
        return tree;
    }

    private static List<Byte> boxed(Path path) throws IOException {
        Byte[] boxed = new Byte[(int) Files.size(path)];
        byte[] bytes = Files.readAllBytes(path);
        java.util.Arrays.setAll(boxed, i -> bytes[i]);
        return List.of(boxed);
    }

    @Test
    void putThenGetGivesTheSameTreeWithItsTimes() throws Exception {
        TransferSummary put = transfer.put(inBlobsOf(100_000), TransferListener.NONE);
        assertThat(put.isComplete()).isTrue();
        assertThat(put.job().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(names()).containsExactly("docs/a.txt", "docs/empty/", "docs/sub/deep/zero", "docs/sub/größe ü.bin");

        TransferSummary get = get();

        assertThat(get.failed()).isEmpty();
        assertThat(get.verified()).isEqualTo(4);
        assertThat(get.bytes()).isEqualTo(300_010).isEqualTo(get.bytesMoved());
        assertThat(get.job().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tree(out.resolve("docs"))).isEqualTo(tree(docs));
        assertThat(Files.getLastModifiedTime(out.resolve("docs/sub/größe ü.bin"))
                        .toInstant())
                .isEqualTo(MODIFIED);
    }

    @Test
    void anInterruptedPutGoesOnWithItsJobAndSendsOnlyWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> diesAfter(2)).isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        gateway.onPut = upload -> {};
        int before = gateway.puts.get();

        TransferSummary again = transfer.put(inBlobsOf(100_000), TransferListener.NONE);

        assertThat(again.start()).isEqualTo(Start.RESUMED);
        assertThat(again.isComplete()).isTrue();
        assertThat(jobs()).hasSize(1);
        assertThat(before).isPositive();
        assertThat(gateway.puts).hasValue(6);
    }

    /** Interrupts the transfer once so many blobs are stored. */
    private void diesAfter(int blobs) throws Exception {
        Thread self = Thread.currentThread();
        AtomicInteger stored = new AtomicInteger();
        gateway.onPut = upload -> {
            if (stored.incrementAndGet() > blobs) {
                self.interrupt();
                throw new ApiException(Problem.UNAVAILABLE, "the far side is away");
            }
        };
        transfer.put(inBlobsOf(100_000), TransferListener.NONE);
    }

    @Test
    void aJobThatNoLongerFitsTheDiskIsCanceledAndMadeAnew() throws Exception {
        assertThatThrownBy(() -> diesAfter(1)).isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        gateway.onPut = upload -> {};
        write("a.txt", 11);

        TransferSummary again = transfer.put(inBlobsOf(100_000), TransferListener.NONE);

        assertThat(again.start()).isEqualTo(Start.RESTARTED);
        assertThat(again.isComplete()).isTrue();
        assertThat(jobs()).extracting(Job::status).containsExactlyInAnyOrder(JobStatus.CANCELED, JobStatus.COMPLETED);
    }

    @Test
    void aFileThatChangesWhileItIsReadFailsAndTheOthersGoOn() throws Exception {
        gateway.onPut = upload -> {
            if (upload.address().key().name().value().endsWith("a.txt")) {
                touch(docs.resolve("a.txt"));
            }
        };
        TransferSummary put = put();

        assertThat(put.failed()).extracting(TransferOutcome::name).containsExactly("docs/a.txt");
        assertThat(put.failed().get(0).reason()).contains("changed while it was read");
        assertThat(put.verified()).isEqualTo(3);
        assertThat(put.job().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    }

    private static void touch(Path path) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBlobThatFailsForGoodFailsItsObjectAndTheJobIsCanceledWithTheCount() throws Exception {
        gateway.onPut = upload -> {
            if (upload.address().key().name().value().endsWith("a.txt")) {
                throw new ApiException(Problem.STORE_FULL, "the store is full");
            }
        };
        TransferSummary put = put();

        assertThat(put.failed()).extracting(TransferOutcome::reason).containsExactly("the store is full");
        assertThat(put.job().orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
        assertThat(put.job().orElseThrow().ending().orElseThrow().reason()).contains("1 of 4 objects failed");
    }

    @Test
    void whatFailedWhileTheFarSideWasAwayGoesOnWithTheSameJob() throws Exception {
        gateway.onPut = upload -> {
            if (upload.address().key().name().value().endsWith("a.txt")) {
                throw new ApiException(Problem.UNAVAILABLE, "the far side is away");
            }
        };
        TransferSummary put = put();
        assertThat(put.failed()).extracting(TransferOutcome::name).containsExactly("docs/a.txt");
        assertThat(put.job().orElseThrow().status()).isEqualTo(JobStatus.IN_PROGRESS);
        gateway.onPut = upload -> {};

        TransferSummary again = put();

        assertThat(again.start()).isEqualTo(Start.RESUMED);
        assertThat(again.isComplete()).isTrue();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void failuresThatPassAreTriedAgainAndAWrongChecksumOnce() throws Exception {
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        gateway.onPut = upload -> {
            String name = upload.address().key().name().value();
            int made = tries.merge(name, 1, Integer::sum);
            if (name.endsWith("zero") && made < 3) {
                throw new ApiException(Problem.UNAVAILABLE, "not now");
            }
            if (name.endsWith("a.txt")) {
                throw new ApiException(Problem.CHECKSUM_MISMATCH, "damaged on its way");
            }
        };
        TransferSummary put = put();

        assertThat(put.failed()).extracting(TransferOutcome::name).containsExactly("docs/a.txt");
        assertThat(tries).containsEntry("docs/a.txt", 2).containsEntry("docs/sub/deep/zero", 3);
    }

    @Test
    void symbolicLinksAreSkippedAndNamesThatXmlCannotCarryFail() throws Exception {
        Files.createSymbolicLink(docs.resolve("link"), Path.of("a.txt"));
        write("bad\u0001name", 1);

        TransferSummary put = put();

        assertThat(put.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.reason()).contains("symbolic link"));
        assertThat(put.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains("U+0001"));
        assertThat(put.verified()).isEqualTo(4);
        assertThat(put.isComplete()).isFalse();
    }

    @Test
    void aPathThatIsNotThereIsRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() -> transfer.put(
                        TransferRequest.Put.of(EngineFixture.BUCKET.value(), docs.resolve("nope")),
                        TransferListener.NONE))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("nope");
        assertThat(EngineFixture.get(gateway.buckets().list())).isEmpty();
    }

    /** Interrupts a get, blob after blob, at the last of the large file's three. */
    private void getUntilTheLastBlob(MeddlingGateway through) {
        Thread self = Thread.currentThread();
        through.onGet = download -> {
            if (download.address().offset().orElse(0) == 200_000) {
                self.interrupt();
                throw new ApiException(Problem.UNAVAILABLE, "the far side is away");
            }
        };
        BulkTransfer oneByOne = new BulkTransfer(
                through, threads, InstantSource.system(), new TransferSettings(1, 3, Duration.ofMillis(1)));
        TransferRequest.Get everything = TransferRequest.Get.of(EngineFixture.BUCKET.value(), out);
        assertThatThrownBy(() -> oneByOne.get(everything, TransferListener.NONE))
                .isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        through.onGet = download -> {};
    }

    @Test
    void anInterruptedGetGoesOnWhereItsUserMayHaveNoSecondJob() throws Exception {
        try (EngineFixture narrow =
                EngineFixture.inMemory(EngineSettings.defaults().withMaxJobs(1))) {
            MeddlingGateway meddling = new MeddlingGateway(narrow.api);
            BulkTransfer alone = new BulkTransfer(meddling, threads, InstantSource.system(), TransferSettings.DEFAULT);
            alone.put(inBlobsOf(100_000), TransferListener.NONE);
            getUntilTheLastBlob(meddling);
            TransferSummary again =
                    alone.get(TransferRequest.Get.of(EngineFixture.BUCKET.value(), out), TransferListener.NONE);
            assertThat(again.start()).isEqualTo(Start.RESUMED);
            assertThat(again.job().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(tree(out.resolve("docs"))).isEqualTo(tree(docs));
    }

    @Test
    void anInterruptedGetFetchesOnlyWhatItsJournalDoesNotHave() throws Exception {
        transfer.put(inBlobsOf(100_000), TransferListener.NONE);
        getUntilTheLastBlob(gateway);
        assertThat(out.resolve("docs/sub/größe ü.bin")).doesNotExist();
        assertThat(out.resolve("docs/sub/größe ü.bin.part.journal")).exists();
        int before = gateway.gets.get();

        TransferSummary again = get();

        assertThat(again.start()).isEqualTo(Start.RESUMED);
        assertThat(again.failed()).isEmpty();
        assertThat(gateway.gets.get() - before).isEqualTo(1);
        assertThat(again.bytesMoved()).isEqualTo(100_000);
        assertThat(again.job().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(again.job().orElseThrow().size().bytes()).isEqualTo(100_000);
        assertThat(tree(out.resolve("docs"))).isEqualTo(tree(docs));
        assertThat(jobs())
                .filteredOn(job -> job.status() == JobStatus.CANCELED)
                .singleElement()
                .satisfies(earlier -> assertThat(earlier.ending().orElseThrow().at())
                        .as("the next job was there before it ended")
                        .isAfter(again.job().orElseThrow().created()));
        assertThat(jobs()).noneMatch(Job::isActive);
    }

    @Test
    void aGetThatDiedBetweenItsLastByteAndTheRenameFetchesNothing() throws Exception {
        transfer.put(inBlobsOf(100_000), TransferListener.NONE);
        Path source = docs.resolve("sub/größe ü.bin");
        Path target = out.resolve("docs/sub/größe ü.bin");
        Files.createDirectories(target.getParent());
        Files.copy(source, target.resolveSibling("größe ü.bin.part"));
        Journal journal = new Journal(
                target.resolveSibling("größe ü.bin.part.journal"), DurableWrites.DIRECT, idOf(source), 300_000);
        journal.begin();
        for (long offset = 0; offset < 300_000; offset += 100_000) {
            journal.add(new dev.gantry.domain.ByteRange(offset, 100_000));
        }

        TransferSummary get = get("docs/sub/größe ü.bin");

        assertThat(get.isComplete()).isTrue();
        assertThat(get.start()).isEqualTo(Start.RESUMED);
        assertThat(get.job()).isEmpty();
        assertThat(gateway.gets).hasValue(0);
        assertThat(target).hasSameBinaryContentAs(source);
        assertThat(target.resolveSibling("größe ü.bin.part.journal")).doesNotExist();
    }

    private ObjectId idOf(Path source) throws Exception {
        ObjectName name = new ObjectName("docs/" + docs.relativize(source));
        return TransferCalls.await(gateway.objects().head(new ObjectKey(EngineFixture.BUCKET, name)))
                .id();
    }

    @Test
    void aJournalOfAnotherObjectIsDropped() throws Exception {
        transfer.put(inBlobsOf(100_000), TransferListener.NONE);
        Path target = out.resolve("docs/sub/größe ü.bin");
        Files.createDirectories(target.getParent());
        Files.write(target.resolveSibling("größe ü.bin.part"), new byte[300_000]);
        Journal journal = new Journal(
                target.resolveSibling("größe ü.bin.part.journal"),
                DurableWrites.DIRECT,
                new dev.gantry.domain.ObjectId(new java.util.UUID(9, 9)),
                300_000);
        journal.begin();
        journal.add(new dev.gantry.domain.ByteRange(0, 100_000));

        assertThat(get().failed()).isEmpty();
        assertThat(tree(out.resolve("docs"))).isEqualTo(tree(docs));
    }

    @Test
    void filesThatAreThereWithTheSameBytesAreLeftAndOthersAreReplaced() throws Exception {
        put();
        get();
        Files.write(out.resolve("docs/a.txt"), new byte[10]);
        int before = gateway.gets.get();

        TransferSummary again = get();

        assertThat(again.isComplete()).isTrue();
        assertThat(gateway.gets.get() - before).isEqualTo(1);
        assertThat(tree(out.resolve("docs"))).isEqualTo(tree(docs));
    }

    @Test
    void namesThatLeaveTheDirectoryOrCollideFailEachWithItsReason() throws Exception {
        engine.withBucket();
        List.of("../out.txt", "/etc/x", "a//b", "a/./b", "f", "f/x", "link/y", "x", "x.part")
                .forEach(name -> engine.putWhole(name, new byte[] {1, 2, 3}));
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve("link"), temp);

        TransferSummary get = get();

        assertThat(get.failed())
                .extracting(TransferOutcome::name)
                .containsExactlyInAnyOrder("../out.txt", "/etc/x", "a//b", "a/./b", "f", "link/y");
        assertThat(get.failed())
                .allSatisfy(failed -> assertThat(failed.reason()).isNotBlank());
        assertThat(tree(out).keySet()).containsExactlyInAnyOrder("", "f", "f/x", "link", "x", "x.part");
        assertThat(temp.resolve("out.txt")).doesNotExist();
        assertThat(temp.resolve("y")).doesNotExist();
    }

    @Test
    void aNameThatIsNotInTheBucketFailsAndPrefixesFetchWhatBeginsWithThem() throws Exception {
        put();

        TransferSummary get = get("docs/sub/", "docs/nope", "nothing/");

        assertThat(get.verified()).isEqualTo(2);
        assertThat(get.failed()).extracting(TransferOutcome::name).containsExactly("docs/nope", "nothing/");
    }

    @Test
    void bytesThatDoNotHaveTheirChecksumNeverBecomeAFile() throws Exception {
        put();
        gateway.damaged = "docs/a.txt";

        TransferSummary get = get();

        assertThat(get.failed()).extracting(TransferOutcome::name).containsExactly("docs/a.txt");
        assertThat(out.resolve("docs/a.txt")).doesNotExist();
        assertThat(get.job().orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
    }
}
