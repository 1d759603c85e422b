package dev.gantry.s3;

import static dev.gantry.s3.FaultProxy.change;
import static dev.gantry.s3.FaultProxy.method;
import static dev.gantry.s3.FaultProxy.refuse;
import static dev.gantry.s3.FaultProxy.refuseAfter;
import static dev.gantry.s3.FaultProxy.target;
import static dev.gantry.s3.FaultProxy.truncate;
import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.DIGESTS;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static dev.gantry.tck.TestObjects.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.Windowed;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.tck.CuttingProxy;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What comes of what S3 and the network do wrong; S3Proxy behind a proxy of ours that does it. */
class FaultTest {

    private static final long SEED = Long.getLong("gantry.seed", System.nanoTime());
    private static final int ATTEMPTS = 40;

    private static S3Server server;
    private static int tests;

    @TempDir
    private Path temp;

    private FaultProxy proxy;
    private S3Provider provider;
    private BucketName bucket;

    @BeforeAll
    static void start() {
        server = new S3Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        proxy = new FaultProxy(server.port());
        provider = S3Provider.at(
                new StoreId("test"),
                S3Settings.compatible(Origin.http("127.0.0.1", proxy.port()), S3Server.KEYS),
                temp.resolve("state"),
                DurableWrites.DIRECT);
        bucket = new BucketName("faults-" + ++tests);
        await(provider.capability(BucketStore.class)
                .orElseThrow()
                .create(new BucketRecord(
                        new BucketId(new UUID(1, tests)), bucket, Instant.EPOCH, new UserId(new UUID(1, 2)), true)));
    }

    @AfterEach
    void close() {
        provider.close();
        proxy.close();
    }

    private ObjectStore store() {
        return provider.objects();
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket.value(), name);
    }

    private Throwable listingRefused(int status, String code, String... headers) {
        proxy.next(1, target("list-type"), refuse(status, code, headers));
        return failure(store().list(bucket, ListQuery.all()));
    }

    @Test
    void refusalsAreSortedByWhatCanBeDone() {
        Throwable slow = listingRefused(503, "SlowDown", "Retry-After", "7");
        assertThat(slow).isInstanceOf(ProviderException.Throttled.class);
        assertThat(((ProviderException.Throttled) slow).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(listingRefused(503, "ServiceUnavailable")).isInstanceOf(ProviderException.Throttled.class);
        assertThat(listingRefused(429, "")).isInstanceOf(ProviderException.Throttled.class);
        assertThat(listingRefused(500, "InternalError")).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(listingRefused(400, "RequestTimeout")).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(listingRefused(403, "AccessDenied")).isInstanceOf(ProviderException.Rejected.class);
        assertThat(listingRefused(400, "ExpiredToken"))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("expired");
        assertThat(listingRefused(403, "InvalidObjectState"))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessageContaining("restore");
        assertThat(listingRefused(507, "")).isInstanceOf(ProviderException.Full.class);
        assertThat(listingRefused(200, "SlowDown")).isInstanceOf(ProviderException.Throttled.class);
    }

    @Test
    void theServicesTimeIsTakenOverWhenTheClocksDiffer() {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (S3Provider early = S3Provider.at(
                new StoreId("early"),
                server.settings(),
                temp.resolve("early"),
                DurableWrites.DIRECT,
                Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)),
                threads)) {
            assertThat(failure(early.check())).isInstanceOf(ProviderException.Unavailable.class);
            await(early.check());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anObjectWhoseAnswerWasLostIsPublished() {
        WriteSpec spec = spec(key("lost"), BlobLayout.whole(1000), false);
        ObjectWriter writer = await(store().begin(spec));
        Receipt receipt = await(writer.write(spec.layout().range(0), Buffers.of(bytes(1000, 1)), DIGESTS));
        proxy.next(1, method("HEAD"), refuse(500, ""));
        proxy.next(1, method("HEAD"), refuse(503, ""));
        assertThat(failure(writer.publish(List.of(receipt)))).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failure(writer.publish(List.of(receipt)))).isInstanceOf(ProviderException.Throttled.class);
        assertThat(get(store(), await(writer.publish(List.of(receipt))))).isEqualTo(bytes(1000, 1));
    }

    @Test
    void anUploadThatWasRefusedIsSentAgainByWhoeverHasItsBytes() {
        WriteSpec spec = spec(key("again"), BlobLayout.whole(300_000));
        ObjectWriter writer = await(store().begin(spec));
        proxy.next(1, method("PUT"), refuse(503, "SlowDown"));
        Throwable refused = failure(writer.write(spec.layout().range(0), Buffers.of(bytes(300_000, 1)), DIGESTS));
        assertThat(refused).isInstanceOf(ProviderException.Throttled.class);
        Receipt receipt = await(writer.write(spec.layout().range(0), Buffers.of(bytes(300_000, 2)), DIGESTS));
        proxy.next(1, method("PUT"), refuseAfter(500, "InternalError"));
        assertThat(get(store(), await(writer.publish(List.of(receipt))))).isEqualTo(bytes(300_000, 2));
    }

    @Test
    void aFailureInsideOfASuccessIsOne() {
        WriteSpec spec = spec(key("inside"), new BlobLayout((5 << 20) + 10, 5 << 20));
        byte[] content = bytes((5 << 20) + 10, 3);
        ObjectWriter writer = await(store().begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), content);
        proxy.next(1, target("?uploadId="), refuse(200, "InternalError"));
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(await(store().head(List.of(spec.key()))).get(0)).isEmpty();
        proxy.next(1, target("?uploadId="), refuseAfter(200, "InternalError"));
        assertThat(get(store(), await(writer.publish(receipts)))).isEqualTo(content);
    }

    @Test
    void aPartCutOffIsWrittenAgain() {
        WriteSpec spec = spec(key("parts"), new BlobLayout((5 << 20) + 10, 5 << 20));
        byte[] content = bytes((5 << 20) + 10, 4);
        ObjectWriter writer = await(store().begin(spec));
        proxy.next(1, target("partNumber=1"), refuse(400, "RequestTimeout"));
        Throwable cutOff = failure(writer.write(
                spec.layout().range(0), Buffers.of(cut(content, spec.layout().range(0))), DIGESTS));
        assertThat(cutOff).isInstanceOf(ProviderException.Unavailable.class);
        List<Receipt> receipts = write(writer, spec.layout(), content);
        assertThat(get(store(), await(writer.publish(receipts)))).isEqualTo(content);
    }

    @Test
    void noWrongByteIsReadToItsEnd() {
        byte[] content = bytes(200_000, 5);
        StoredObject object = put(store(), key("read"), content);
        ByteRange whole = new ByteRange(0, content.length);
        proxy.next(1, method("GET"), truncate());
        Payload cut = await(store().read(object.key(), object.token(), whole));
        assertThatThrownBy(() -> PayloadBytes.of(cut)).isInstanceOf(CompletionException.class);
        proxy.next(1, method("GET"), change(FaultTest::wrongByte));
        Payload wrong = await(store().read(object.key(), object.token(), whole));
        assertThatThrownBy(() -> PayloadBytes.of(wrong)).hasMessageContaining("CRC32C");
        proxy.next(
                1,
                method("GET"),
                change(answer -> new FaultProxy.Whole(
                        answer.status(), FaultProxy.headers("ETag", "\"another\""), answer.bytes())));
        assertThat(failure(store().read(object.key(), object.token(), whole)))
                .isInstanceOf(ProviderException.NotFound.class);
        proxy.next(
                1,
                method("GET"),
                change(answer -> new FaultProxy.Whole(
                        200,
                        FaultProxy.headers(
                                "ETag", answer.headers().first("ETag").orElseThrow()),
                        answer.bytes())));
        assertThat(failure(store().read(object.key(), object.token(), new ByteRange(5, 10))))
                .isInstanceOf(ProviderException.Unavailable.class);
        assertThat(get(store(), object)).isEqualTo(content);
    }

    private static FaultProxy.Whole wrongByte(FaultProxy.Whole answer) {
        byte[] changed = answer.bytes().clone();
        changed[changed.length / 2] ^= 1;
        return new FaultProxy.Whole(
                answer.status(),
                FaultProxy.headers(
                        "ETag", answer.headers().first("ETag").orElseThrow(), Crc32c.HEADER, Crc32c.of(answer.bytes())),
                changed);
    }

    @Test
    void aBucketWhoseAnswerWasLostIsMadeAllTheSame() {
        BucketStore buckets = provider.capability(BucketStore.class).orElseThrow();
        BucketName name = new BucketName("lost-" + tests);
        BucketRecord record =
                new BucketRecord(new BucketId(new UUID(2, 2)), name, Instant.EPOCH, new UserId(new UUID(1, 2)), true);
        proxy.next(1, method("PUT"), refuseAfter(500, "InternalError"));
        assertThat(failure(buckets.create(record))).isInstanceOf(ProviderException.Unavailable.class);
        await(buckets.create(record));
        assertThat(await(buckets.find(name))).contains(record);
    }

    @Test
    void anUploadWhoseFirstAnswerWasLostIsTheSameOneAfterItsFirstPartToo() {
        WriteSpec spec = spec(key("named-late"), new BlobLayout((5 << 20) + 10, 5 << 20));
        byte[] content = bytes((int) spec.layout().objectLength(), 3);
        proxy.next(1, method("POST").and(target("?uploads")), refuseAfter(500, "InternalError"));
        persist(() -> store().begin(spec));
        ByteRange half = spec.layout().range(0);
        await(await(store().begin(spec)).write(half, Buffers.of(cut(content, half)), DIGESTS));
        await(store().begin(spec));
        assertThat(uploads()).hasSize(1);
        persist(() -> provider.capability(ResumableWrites.class).orElseThrow().sweep(Set.of()));
        assertThat(uploads()).isEmpty();
    }

    /** A node that died while S3 put an object together is back before that is done: another upload would stay. */
    @Test
    void aPublicationThatNobodyHeardOfIsTakenUpWithoutAnotherUpload() {
        WriteSpec spec = spec(key("unheard"), new BlobLayout((5 << 20) + 10, 5 << 20));
        byte[] content = bytes((int) spec.layout().objectLength(), 3);
        ObjectWriter first = await(store().begin(spec));
        List<Receipt> receipts = write(first, spec.layout(), content);
        proxy.next(1, method("POST").and(target("?uploadId=")), refuseAfter(500, "InternalError"));
        proxy.next(1, method("HEAD"), refuse(500, ""));
        failure(first.publish(receipts));
        StoredObject stored = await(await(store().begin(spec)).publish(receipts));
        assertThat(get(store(), stored)).isEqualTo(content);
        assertThat(uploads()).isEmpty();
    }

    private List<MultipartUpload> uploads() {
        return server.sdk().listMultipartUploads(b -> b.bucket(bucket.value())).uploads();
    }

    /** Connections are reset in the middle of parts, the same part more than once. */
    @Test
    void aResetInMidPartLosesNothingAndLeavesNothingBehind() throws IOException {
        WriteSpec spec = spec(key("reset"), new BlobLayout((15 << 20) + 10, 5 << 20));
        byte[] content = bytes((int) spec.layout().objectLength(), 7);
        try (CuttingProxy resets = new CuttingProxy(server.port(), true, new Random(SEED), 8, 1_000, 6 << 20);
                S3Provider through = S3Provider.at(
                        new StoreId("test"),
                        S3Settings.compatible(Origin.http("127.0.0.1", resets.port()), S3Server.KEYS),
                        temp.resolve("through-resets"),
                        DurableWrites.DIRECT)) {
            ObjectWriter writer = persist(() -> through.objects().begin(spec));
            List<Receipt> receipts = new ArrayList<>();
            for (int number = 0; number < spec.layout().count(); number++) {
                ByteRange range = spec.layout().range(number);
                receipts.add(persist(() -> writer.write(range, Buffers.of(cut(content, range)), DIGESTS)));
            }
            StoredObject stored = persist(() -> writer.publish(receipts));
            assertThat(get(store(), stored)).as("seed " + SEED).isEqualTo(content);
            assertThat(resets.cuts()).as("seed " + SEED).isPositive();
        }
        assertThat(uploads()).as("seed " + SEED).isEmpty();
    }

    /** Every second request or so fails, before or after its effect; whoever tries again comes to the end. */
    @Test
    void aStormLosesNothingAndLeavesNothingBehind() {
        Random random = new Random(SEED);
        proxy.next(Integer.MAX_VALUE, any -> random.nextInt(4) == 0, (p, exchange) -> {
            FaultProxy.Fault fault = random.nextBoolean() ? refuse(503, "SlowDown") : refuseAfter(500, "InternalError");
            fault.apply(p, exchange);
        });
        List<WriteSpec> specs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            specs.add(spec(key("storm/" + i), BlobLayout.whole(i * 1000L)));
        }
        specs.add(spec(key("storm/parts"), new BlobLayout((5 << 20) + 10, 5 << 20)));
        for (WriteSpec spec : specs) {
            byte[] content =
                    bytes((int) spec.layout().objectLength(), spec.key().hashCode());
            StoredObject stored = persist(() -> publish(await(store().begin(spec)), spec, content));
            Payload read = persist(() -> store().read(stored.key(), stored.token(), new ByteRange(0, content.length)));
            assertThat(PayloadBytes.of(read)).as("seed " + SEED).isEqualTo(content);
        }
        persist(() -> provider.capability(ResumableWrites.class).orElseThrow().sweep(Set.of()));
        assertThat(uploads()).as("seed " + SEED).isEmpty();
    }

    private static CompletionStage<StoredObject> publish(ObjectWriter writer, WriteSpec spec, byte[] content) {
        return writer.publish(write(writer, spec.layout(), content));
    }

    private static <T> T persist(Supplier<CompletionStage<T>> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return await(call.get());
            } catch (CompletionException e) {
                Throwable cause = Failures.unwrap(e);
                boolean passing =
                        cause instanceof ProviderException.Unavailable || cause instanceof ProviderException.Throttled;
                assertThat(passing && attempt < ATTEMPTS)
                        .as("seed %d: %s", SEED, cause)
                        .isTrue();
            }
        }
    }

    @Test
    void headsOfDenseNamesTakeOneRequestForAPage() {
        int names = 300;
        List<ObjectKey> keys = new ArrayList<>();
        for (int i = 0; i < names; i++) {
            keys.add(key("dense/%06d".formatted(i)));
        }
        await(Windowed.map(
                keys,
                8,
                key -> provider.account().confirm(S3Call.object("PUT", key).body(Buffers.of(new byte[0])))));
        int before = proxy.requests();
        for (int from = 0; from < names; from += 100) {
            assertThat(await(store().head(keys.subList(from, from + 100)))).allMatch(Optional::isPresent);
        }
        assertThat(proxy.requests() - before).isEqualTo(3);
    }
}
