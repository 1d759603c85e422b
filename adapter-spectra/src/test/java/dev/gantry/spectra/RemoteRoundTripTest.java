package dev.gantry.spectra;

import static dev.gantry.spectra.RemoteFake.join;
import static dev.gantry.spectra.RemoteFake.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.engine.Gantry;
import dev.gantry.engine.MemoryProvider;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.CreationFailures.CreationFailure;
import dev.gantry.ports.api.JobEntries.Entry;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.Written;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client half against the served half and a real engine, over a socket. */
class RemoteRoundTripTest {

    private static final BucketName DEMO = new BucketName("demo");
    private static final User ROOT = new User(new UserId(new UUID(7, 7)), "root", Role.ROOT);
    private static final Metadata METADATA = new Metadata(Map.of("mtime", "1700000000", "a%20b", "c %41\"<&>"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TreeMap<String, byte[]> objects = new TreeMap<>();

    @TempDir
    private Path temp;

    private Gantry gantry;
    private HttpServer server;
    private HttpClient client;
    private SpectraGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gantry = join(Gantry.builder()
                .store(new MemoryProvider(new StoreId("primary"), threads))
                .inMemory()
                .start());
        InstantSource clock = InstantSource.system();
        SpectraSettings settings = SpectraSettings.of("127.0.0.1", () -> server.port(), false, new UUID(1, 2), clock);
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new SpectraHandler(accounts(), gantry::as, settings, threads));
        client = new HttpClient(ClientSettings.defaults(threads).withIoThreads(1));
        URI endpoint = URI.create("http://127.0.0.1:" + server.port());
        gateway = SpectraGateway.connect(endpoint, "access", "secret", client, clock, threads);
        objects.put("empty", new byte[0]);
        objects.put("folder/", new byte[0]);
        objects.put("a b+ü/€?#%41\n\t&<>\"'", "0123456789".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        gantry.close();
        threads.shutdownNow();
    }

    @Test
    void whatIsPutComesBackTheSame() throws IOException {
        join(gateway.buckets().create(DEMO, Optional.of(new StoreId("primary"))));
        Job put = create(JobKind.PUT, OptionalLong.of(4));
        assertThat(put.size().objects()).isEqualTo(3);
        assertThat(put.size().blobs()).isEqualTo(5);
        assertThat(put.ordering()).isEqualTo(Ordering.NONE);
        for (Blob blob : readyBlobs(put.id())) {
            upload(put.id(), blob);
        }
        assertThat(join(gateway.jobs().get(put.id())).status()).isEqualTo(JobStatus.COMPLETED);
        objects.forEach(this::assertVisible);

        Job get = create(JobKind.GET, OptionalLong.empty());
        for (Blob blob : readyBlobs(get.id())) {
            assertThat(download(get.id(), blob)).isEqualTo(part(blob));
        }
        assertThat(ended(get.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(join(gateway.jobs().all(JobFilter.of(Set.of(JobStatus.COMPLETED)))))
                .hasSize(2);
    }

    @Test
    void aJobIsChangedAndCanceled() {
        join(gateway.buckets().create(DEMO, Optional.empty()));
        Job job = create(JobKind.PUT, OptionalLong.empty());
        JobChange change = new JobChange(Optional.of("another"), Optional.empty(), Optional.empty());
        assertThat(join(gateway.jobs().modify(job.id(), change)).name()).isEqualTo("another");
        Job canceled = join(gateway.jobs().cancel(job.id(), "no longer wanted"));
        assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(refused(gateway.chunks().ready(job.id(), 8)).problem()).isEqualTo(Problem.GONE);
        assertThat(refused(gateway.jobs().modify(job.id(), JobChange.NOTHING)).problem())
                .isEqualTo(Problem.GONE);
    }

    @Test
    void theBlobsOfAJobAndFailedCreationsAreRecords() {
        join(gateway.buckets().create(DEMO, Optional.empty()));
        Job job = create(JobKind.PUT, OptionalLong.of(4));
        Page<Entry> page = join(gateway.entries().list(job.id(), new PageRequest(new PageRequest.At(1), 3)));
        assertThat(page.items()).hasSize(3);
        assertThat(page.left()).isEqualTo(1);
        UUID first = page.items().get(0).id().value();
        assertThat(join(gateway.entries().list(job.id(), new PageRequest(new PageRequest.Behind(first), 2)))
                        .items())
                .isEqualTo(page.items().subList(1, 3));
        assertThat(join(gateway.entries().find(page.items().get(2).id())))
                .isEqualTo(page.items().get(2));
        assertThat(refused(gateway.entries()
                                .find(EntryId.parse(UUID.randomUUID().toString())))
                        .problem())
                .isEqualTo(Problem.NO_SUCH_CHUNK);

        assertThat(refused(gateway.jobs()
                                .create(
                                        new JobRequest(
                                                JobKind.GET,
                                                DEMO,
                                                "m",
                                                Optional.empty(),
                                                Ordering.NONE,
                                                OptionalLong.empty()),
                                        List.of(new AskedObject(new ObjectName("missing"), 0))
                                                .iterator()))
                        .problem())
                .isEqualTo(Problem.NO_SUCH_OBJECT);
        List<CreationFailure> failures = join(gateway.creationFailures().list());
        assertThat(failures).hasSize(1);
        assertThat(join(gateway.creationFailures().forget(failures.get(0).id())))
                .isTrue();
        assertThat(join(gateway.creationFailures().forget(failures.get(0).id())))
                .isFalse();
        join(gateway.creationFailures().forgetAll());
        assertThat(join(gateway.creationFailures().list())).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        join(gateway.buckets().create(DEMO, Optional.empty()));
        assertThat(refused(gateway.buckets().create(DEMO, Optional.empty())).problem())
                .isEqualTo(Problem.BUCKET_EXISTS);
        assertThat(refused(gateway.jobs().get(new JobId(new UUID(3, 4)))).problem())
                .isEqualTo(Problem.NO_SUCH_JOB);
        assertThat(refused(gateway.objects().head(ObjectKey.of("demo", "x"))).problem())
                .isEqualTo(Problem.NO_SUCH_OBJECT);
        assertThat(join(gateway.stores().list()).get(0).id()).isEqualTo(new StoreId("primary"));
        join(gateway.stores().check(new StoreId("primary")));
        join(gateway.buckets().delete(DEMO));
        assertThat(join(gateway.buckets().list())).isEmpty();
    }

    private static Accounts accounts() {
        Accounts.Account account = new Accounts.Account(ROOT, "access", "secret");
        return new Accounts() {
            @Override
            public Optional<Account> find(String accessKey) {
                return Optional.of(account).filter(a -> a.accessKey().equals(accessKey));
            }

            @Override
            public List<User> users() {
                return List.of(ROOT);
            }
        };
    }

    @Test
    void severalRangesComeOneAfterTheOther() throws Exception {
        byte[] bytes = stored("large", 3_000_000);
        List<ByteRange> ranges = List.of(
                new ByteRange(2_000_000, 700_001),
                new ByteRange(5, 1),
                new ByteRange(0, 1_200_000),
                new ByteRange(2_999_990, 10));
        try (Read read = ranged("large", ranges)) {
            assertThat(read.ranges()).isEqualTo(ranges);
            for (int i = 0; i < ranges.size(); i++) {
                assertThat(i % 2 == 0 ? streamed(read, i) : written(read, i)).isEqualTo(part(bytes, ranges.get(i)));
            }
        }
        assertThat(streamedWhole("large"))
                .as("the connection serves the next request")
                .isEqualTo(bytes);
    }

    @Test
    void aReadOfSeveralRangesThatIsGivenUpLeavesNothingOpen() throws Exception {
        byte[] bytes = stored("large", 3_000_000);
        List<ByteRange> ranges = List.of(new ByteRange(0, 10), new ByteRange(20, 2_900_000));
        try (Read read = ranged("large", ranges)) {
            assertThat(streamed(read, 0)).isEqualTo(part(bytes, ranges.get(0)));
        }
        try (Read read = ranged("large", ranges)) {
            Streamed second = (Streamed) read.payloads().get(1);
            assertThatThrownBy(() -> new BlockingBody(second, 10_000_000, Duration.ofSeconds(10)).read())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in their order");
        }
        assertThat(streamedWhole("large")).isEqualTo(bytes);
    }

    private byte[] stored(String name, int size) {
        join(gateway.buckets().create(DEMO, Optional.empty()));
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        join(gateway.blobs().put(new Upload(naked(name), METADATA, Checksums.none(), Buffers.of(bytes))));
        return bytes;
    }

    private static Address naked(String name) {
        return new Address(ObjectKey.of("demo", name), Optional.empty(), OptionalLong.empty());
    }

    private Read ranged(String name, List<ByteRange> ranges) {
        return join(gateway.blobs().get(new Download(naked(name), ranges)));
    }

    private byte[] streamedWhole(String name) throws IOException {
        try (Read read = ranged(name, List.of())) {
            return streamed(read, 0);
        }
    }

    private static byte[] streamed(Read read, int index) throws IOException {
        Streamed payload = (Streamed) read.payloads().get(index);
        return new BlockingBody(payload, 10_000_000, Duration.ofSeconds(10)).readAllBytes();
    }

    private byte[] written(Read read, int index) throws IOException {
        Streamed payload = (Streamed) read.payloads().get(index);
        Path file = Files.createTempFile(temp, "range", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Written written = join(payload.source()
                    .writeTo(new FileRange(channel, 0, payload.length()), EnumSet.of(ChecksumType.CRC32C)));
            assertThat(written.length()).isEqualTo(payload.length());
            Digests digests = new Digests(EnumSet.of(ChecksumType.CRC32C));
            digests.update(ByteBuffer.wrap(Files.readAllBytes(file)));
            assertThat(written.checksums()).isEqualTo(digests.finish());
        }
        return Files.readAllBytes(file);
    }

    private static byte[] part(byte[] bytes, ByteRange range) {
        return Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
    }

    private Job create(JobKind kind, OptionalLong maxUpload) {
        JobRequest request = new JobRequest(kind, DEMO, "round trip", Optional.empty(), Ordering.NONE, maxUpload);
        return join(gateway.jobs()
                .create(
                        request,
                        objects.entrySet().stream()
                                .map(e -> new AskedObject(new ObjectName(e.getKey()), e.getValue().length))
                                .iterator())
                .thenApply(created -> created.job()));
    }

    private List<Blob> readyBlobs(JobId job) {
        List<Blob> ready = join(gateway.chunks().ready(job, 8)).chunks().stream()
                .flatMap(listing -> listing.chunk().blobs().stream())
                .toList();
        List<Listing> all = join(gateway.chunks().page(job, 0, 8));
        assertThat(all).flatExtracting(listing -> listing.chunk().blobs()).isEqualTo(ready);
        return ready;
    }

    private byte[] part(Blob blob) {
        byte[] whole = objects.get(blob.name().value());
        return Arrays.copyOfRange(whole, (int) blob.offset(), (int) (blob.offset() + blob.length()));
    }

    private static Address address(JobId job, Blob blob) {
        return new Address(new ObjectKey(DEMO, blob.name()), Optional.of(job), OptionalLong.of(blob.offset()));
    }

    private void upload(JobId job, Blob blob) {
        Digests digests = new Digests(EnumSet.of(ChecksumType.CRC32C));
        digests.update(ByteBuffer.wrap(part(blob)));
        Upload upload = new Upload(address(job, blob), METADATA, digests.finish(), Buffers.of(part(blob)));
        assertThat(join(gateway.blobs().put(upload)).blob()).isEqualTo(blob);
    }

    private byte[] download(JobId job, Blob blob) throws IOException {
        try (Read read = join(gateway.blobs().get(new Download(address(job, blob), List.of())))) {
            assertThat(read.object().metadata()).isEqualTo(METADATA);
            assertThat(read.checksum()).isPresent();
            return new BlockingBody((Streamed) read.payloads().get(0), 1000, Duration.ofSeconds(10)).readAllBytes();
        }
    }

    private void assertVisible(String name, byte[] bytes) {
        ObjectInfo head = join(gateway.objects().head(ObjectKey.of("demo", name)));
        assertThat(head.length()).isEqualTo(bytes.length);
        assertThat(head.metadata()).isEqualTo(METADATA);
        assertThat(head.layout())
                .isEqualTo(bytes.length > 4 ? new BlobLayout(bytes.length, 4) : BlobLayout.whole(bytes.length));
        assertThat(join(gateway.objects().list(DEMO, ListQuery.all())).objects())
                .as("listed as HEAD tells it")
                .anyMatch(o -> o.key().equals(head.key())
                        && o.length() == bytes.length
                        && o.id().equals(head.id())
                        && o.token().equals(head.token()));
    }

    /** The node hears only after us that our TCP has everything. */
    private Job ended(JobId job) {
        Instant deadline = Instant.now().plusSeconds(10);
        Job seen = join(gateway.jobs().get(job));
        while (seen.isActive() && Instant.now().isBefore(deadline)) {
            seen = join(gateway.jobs().get(job));
        }
        return seen;
    }
}
