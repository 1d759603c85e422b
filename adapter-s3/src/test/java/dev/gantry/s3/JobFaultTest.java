package dev.gantry.s3;

import static dev.gantry.s3.FaultProxy.change;
import static dev.gantry.s3.FaultProxy.method;
import static dev.gantry.s3.FaultProxy.refuse;
import static dev.gantry.s3.FaultProxy.refuseAfter;
import static dev.gantry.s3.FaultProxy.target;
import static dev.gantry.s3.FaultProxy.truncate;
import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.TestObjects.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferRequest;
import dev.gantry.engine.TransferSettings;
import dev.gantry.engine.TransferSummary;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** What jobs come to when S3 and the network do wrong: a node over S3Proxy behind a proxy of ours that does it. */
class JobFaultTest {

    private static final long SEED = Long.getLong("gantry.seed", System.nanoTime());
    private static final int MIB = 1 << 20;
    private static final int PARTS = 5 * MIB + 100_000;
    private static final int MOST_RUNS = 12;
    private static final String TOKEN = "x-amz-security-token";

    private static S3Server server;
    private static int tests;

    private final Random random = new Random(SEED);
    private final Map<String, byte[]> files = new TreeMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @TempDir
    private Path temp;

    private FaultProxy proxy;
    private BucketName bucket;
    private Optional<DuraStoreFront> node = Optional.empty();

    @BeforeAll
    static void start() {
        server = new S3Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new FaultProxy(server.port());
        bucket = new BucketName("jobs-" + ++tests);
        Path tree = Files.createDirectories(temp.resolve("tree"));
        for (int i = 0; i < 6; i++) {
            files.put("tree/" + i, bytes(1 + random.nextInt(60_000), i));
        }
        files.put("tree/parts", bytes(PARTS, 99));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(tree.resolveSibling(file.getKey()), file.getValue());
        }
    }

    @AfterEach
    void close() {
        node.ifPresent(DuraStoreFront::close);
        proxy.close();
        threads.shutdownNow();
        System.clearProperty("aws.sharedCredentialsFile");
        assertThat(Payload.open()).as("payloads left open").isZero();
    }

    private void run(Optional<S3Keys> keys) throws IOException {
        S3Settings own = S3Settings.compatible(Origin.http("127.0.0.1", proxy.port()), S3Server.KEYS);
        S3Settings settings = new S3Settings(
                own.endpoint(),
                own.region(),
                keys,
                own.addressing(),
                own.bucketPrefix(),
                own.storageClasses(),
                own.checksums(),
                own.trust(),
                own.connections());
        node = Optional.of(new DuraStoreFront(
                S3Provider.at(new StoreId("cloud"), settings, temp.resolve("state"), DurableWrites.DIRECT)));
    }

    private BulkTransfer transfer() {
        return new BulkTransfer(
                node.orElseThrow().gateway(),
                threads,
                InstantSource.system(),
                new TransferSettings(4, 6, Duration.ofMillis(1)));
    }

    private TransferSummary put() throws Exception {
        return transfer()
                .put(
                        new TransferRequest.Put(
                                bucket,
                                List.of(temp.resolve("tree")),
                                Optional.empty(),
                                Optional.empty(),
                                Ordering.NONE,
                                OptionalLong.of(5 * MIB)),
                        TransferListener.NONE);
    }

    private TransferSummary get() throws Exception {
        return transfer().get(TransferRequest.Get.of(bucket.value(), temp.resolve("out")), TransferListener.NONE);
    }

    private interface Transfer {
        TransferSummary run() throws Exception;
    }

    /** Gives the same command again until it is complete, as a person would. */
    private TransferSummary persist(Transfer transfer) throws Exception {
        for (int run = 1; ; run++) {
            try {
                TransferSummary summary = transfer.run();
                if (summary.isComplete()) {
                    return summary;
                }
                assertThat(run).as("seed %d: %s", SEED, summary.failed()).isLessThan(MOST_RUNS);
            } catch (ApiException e) {
                assertThat(run).as("seed %d: %s", SEED, e).isLessThan(MOST_RUNS);
            }
        }
    }

    private void assertFetched() throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(Files.readAllBytes(temp.resolve("out").resolve(file.getKey())))
                    .as("%s, seed %d", file.getKey(), SEED)
                    .isEqualTo(file.getValue());
        }
    }

    private List<Job> completed() {
        return await(node.orElseThrow().gateway().jobs().all(JobFilter.all())).stream()
                .filter(job -> job.status() == JobStatus.COMPLETED)
                .toList();
    }

    /** Requests for what is in the bucket, by chance. */
    private Predicate<Exchange> sometimes(int of) {
        return target("tree/").and(any -> random.nextInt(of) == 0);
    }

    @Test
    void aStormIsSatOutAndRetriesAreBounded() throws Exception {
        run(Optional.of(S3Server.KEYS));
        proxy.next(Integer.MAX_VALUE, sometimes(5), (p, exchange) -> {
            FaultProxy.Fault fault = random.nextBoolean() ? refuse(503, "SlowDown") : refuseAfter(500, "InternalError");
            fault.apply(p, exchange);
        });
        persist(this::put);
        persist(this::get);
        assertFetched();
        assertThat(proxy.requests()).isLessThan(100 * files.size());
        assertThat(server.sdk()
                        .listMultipartUploads(request -> request.bucket(bucket.value()))
                        .uploads())
                .as("seed %d", SEED)
                .isEmpty();
    }

    @Test
    void truncatedAndWrongAnswersNeverEndInAFile() throws Exception {
        run(Optional.of(S3Server.KEYS));
        persist(this::put);
        proxy.next(Integer.MAX_VALUE, method("GET").and(sometimes(3)), (p, exchange) -> {
            FaultProxy.Fault fault = random.nextBoolean() ? truncate() : change(JobFaultTest::wrongByte);
            fault.apply(p, exchange);
        });
        persist(this::get);
        assertFetched();
    }

    /** A checksum that S3 sends along is left out: what the node kept of the blob must tell. */
    private static FaultProxy.Whole wrongByte(FaultProxy.Whole answer) {
        byte[] changed = answer.bytes().clone();
        if (changed.length > 0) {
            changed[changed.length / 2] ^= 1;
        }
        return new FaultProxy.Whole(answer.status(), FaultProxy.without(answer.headers(), Crc32c.HEADER), changed);
    }

    @Test
    void wrongBytesForGoodEndInNoCompletedJob() throws Exception {
        run(Optional.of(S3Server.KEYS));
        TransferSummary put = persist(this::put);
        proxy.next(Integer.MAX_VALUE, method("GET").and(target("tree/3")), change(JobFaultTest::wrongByte));

        TransferSummary got = get();

        assertThat(got.failed()).extracting(failed -> failed.name()).containsExactly("tree/3");
        assertThat(temp.resolve("out/tree/3")).doesNotExist();
        assertThat(completed()).containsExactly(put.job().orElseThrow());
        files.remove("tree/3");
        assertFetched();
    }

    @Test
    void anObjectThatIsReplacedInMidJobIsNeverMixed() throws Exception {
        run(Optional.of(S3Server.KEYS));
        persist(this::put);
        byte[] other = bytes(PARTS, 100);
        AtomicBoolean replaced = new AtomicBoolean();
        proxy.next(
                2,
                method("GET").and(target("tree/parts")),
                (p, exchange) -> CompletableFuture.runAsync(() -> {
                    if (!replaced.getAndSet(true)) {
                        server.sdk()
                                .putObject(
                                        request ->
                                                request.bucket(bucket.value()).key("tree/parts"),
                                        RequestBody.fromBytes(other));
                    }
                    change(answer -> answer).apply(p, exchange);
                }));

        TransferSummary got = get();

        assertThat(got.failed()).extracting(failed -> failed.name()).containsExactly("tree/parts");
        assertThat(got.failed().get(0).reason()).contains("replaced");
        assertThat(temp.resolve("out/tree/parts")).doesNotExist();
        assertThat(get().failed())
                .extracting(failed -> failed.reason())
                .singleElement()
                .asString()
                .contains("no checksum");
        files.put("tree/parts", other);
        assertFetched();
    }

    /** The chain's file holds other credentials as soon as the first ones are refused. */
    @Test
    void expiredCredentialsOfTheChainAreFoundAnewAndTheJobGoesOn() throws Exception {
        Path profile = temp.resolve("credentials");
        profile(profile, "old");
        System.setProperty("aws.sharedCredentialsFile", profile.toString());
        run(Optional.empty());
        await(node.orElseThrow().gateway().buckets().create(bucket, Optional.empty()));
        int healthy = proxy.requests() + 3 + random.nextInt(10);
        AtomicBoolean renewed = new AtomicBoolean();
        proxy.next(
                Integer.MAX_VALUE,
                exchange -> proxy.requests() > healthy && has(exchange, "old"),
                (p, exchange) -> CompletableFuture.runAsync(() -> {
                    if (!renewed.getAndSet(true)) {
                        profile(profile, "new");
                    }
                    expired().apply(p, exchange);
                }));

        persist(this::put);

        assertThat(renewed).as("seed %d", SEED).isTrue();
        assertThat(completed()).hasSize(1);
        persist(this::get);
        assertFetched();
    }

    /** As S3 does: without a document where the request was HEAD. */
    private static FaultProxy.Fault expired() {
        return (p, exchange) -> refuse(exchange.method().equals("HEAD") ? 400 : 403, "ExpiredToken")
                .apply(p, exchange);
    }

    private static boolean has(Exchange exchange, String token) {
        return exchange.headers().first(TOKEN).filter(token::equals).isPresent();
    }

    private static void profile(Path file, String token) {
        try {
            Files.writeString(
                    file,
                    "[default]\naws_access_key_id=" + S3Server.KEYS.accessKey() + "\naws_secret_access_key="
                            + S3Server.KEYS.secretKey() + "\naws_session_token=" + token + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void expiredCredentialsThatWereSetAreToldAndNoJobIsCompleted() throws Exception {
        run(Optional.of(new S3Keys(S3Server.KEYS.accessKey(), S3Server.KEYS.secretKey(), Optional.of("old"))));
        await(node.orElseThrow().gateway().buckets().create(bucket, Optional.empty()));
        int healthy = proxy.requests() + 3 + random.nextInt(12);
        proxy.next(Integer.MAX_VALUE, exchange -> proxy.requests() > healthy, expired());

        String told = reason(this::put);

        assertThat(told).as("seed %d", SEED).contains("ExpiredToken", "expired: give it new ones");
        assertThat(completed()).isEmpty();
        assertThat(proxy.requests()).isLessThan(100 * files.size());
    }

    private static String reason(Transfer transfer) throws Exception {
        try {
            TransferSummary summary = transfer.run();
            assertThat(summary.isComplete()).isFalse();
            return summary.failed().get(0).reason();
        } catch (ApiException e) {
            return e.getMessage();
        }
    }
}
