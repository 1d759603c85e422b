package dev.gantry.s3;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.PayloadBytes;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** What AWS's own client wrote into S3Proxy, read by Gantry's account. */
class S3AccountTest {

    private static S3Server server;
    private static int buckets;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private BucketName bucket;
    private S3Account account;

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
        account = account(server.settings());
        bucket = new BucketName("account-" + ++buckets);
        server.sdk().createBucket(b -> b.bucket(bucket.value()));
    }

    private S3Account account(S3Settings settings) {
        return new S3Account(settings, new HttpClient(ClientSettings.defaults(threads)), Clock.systemUTC(), threads);
    }

    @AfterEach
    void close() {
        account.close();
        threads.shutdown();
    }

    private ObjectKey put(String name, byte[] bytes, Map<String, String> metadata) {
        server.sdk()
                .putObject(b -> b.bucket(bucket.value()).key(name).metadata(metadata), RequestBody.fromBytes(bytes));
        return ObjectKey.of(bucket.value(), name);
    }

    @Test
    void headTellsWhatTheSdkWrote() {
        ObjectKey key = put("a b/c+d%20\u00e9", bytes(1000, 1), Map.of("colour", "green"));
        S3Object object = await(account.head(key)).orElseThrow();
        assertThat(object.stored().length()).isEqualTo(1000);
        assertThat(object.stored().metadata().values()).containsEntry("colour", "green");
        assertThat(object.stored().record()).isEmpty();
        assertThat(await(account.head(ObjectKey.of(bucket.value(), "none")))).isEmpty();
        assertThat(await(account.head(ObjectKey.of("no-such-bucket", "none")))).isEmpty();
    }

    @Test
    void anyRangeOfThePinnedStateIsReadAndNoOther() {
        byte[] content = bytes(300_000, 2);
        ObjectKey key = put("ranged", content, Map.of());
        StoredObject object = await(account.head(key)).orElseThrow().stored();
        S3Reads reads = new S3Reads(account);
        for (ByteRange range : List.of(
                new ByteRange(0, 300_000),
                new ByteRange(299_999, 1),
                new ByteRange(17, 100_000),
                new ByteRange(5, 0))) {
            assertThat(PayloadBytes.of(await(reads.read(key, object.token(), range))))
                    .isEqualTo(cut(content, range));
        }
        assertThat(failure(reads.read(key, object.token(), new ByteRange(299_999, 2))))
                .isInstanceOf(ProviderException.Rejected.class);
        put("ranged", bytes(300_000, 3), Map.of());
        for (ByteRange range : List.of(new ByteRange(0, 300_000), new ByteRange(1, 2), new ByteRange(0, 0))) {
            assertThat(failure(reads.read(key, object.token(), range))).isInstanceOf(ProviderException.NotFound.class);
        }
    }

    @Test
    void headsOfManyKeysComeFromPagesOfAListing() {
        List<ObjectKey> keys = new ArrayList<>();
        IntStream.range(0, 120).forEach(i -> keys.add(put("dir/%05d".formatted(i), bytes(i, i), Map.of())));
        keys.add(60, ObjectKey.of(bucket.value(), "dir/00059x"));
        put("dir/00030x", bytes(1, 1), Map.of());
        List<Optional<StoredObject>> found = await(new S3Heads(account).find(keys));
        for (int i = 0; i < keys.size(); i++) {
            assertThat(found.get(i).map(StoredObject::key))
                    .isEqualTo(i == 60 ? Optional.empty() : Optional.of(keys.get(i)));
        }
        assertThat(found.get(5).map(StoredObject::token))
                .isEqualTo(await(account.head(keys.get(5))).map(o -> o.stored().token()));
        assertThat(found.get(5).map(StoredObject::modified))
                .isEqualTo(await(account.head(keys.get(5))).map(o -> o.stored().modified()));
    }

    @Test
    void listingGoesOnBehindItsLastNameAndLeavesOutWhatIsNoName() {
        server.sdk().putObject(b -> b.bucket(bucket.value()).key("a\u0001"), RequestBody.fromBytes(bytes(1, 1)));
        put("b/1", bytes(1, 1), Map.of());
        put("c", bytes(1, 1), Map.of());
        S3Page first = await(account.list(bucket, new ListQuery("", "", Optional.of("/"), 2), false));
        assertThat(first.objects()).isEmpty();
        assertThat(first.commonPrefixes()).containsExactly("b/");
        assertThat(first.next()).contains("b/");
        S3Page second = await(account.list(bucket, new ListQuery("", "b/", Optional.of("/"), 2), false));
        assertThat(second.objects()).hasSize(1);
        assertThat(second.commonPrefixes()).isEmpty();
        assertThat(second.next()).isEmpty();
    }

    @Test
    void withoutKeysTheDefaultChainIsAsked() {
        S3Settings keyed = server.settings();
        System.setProperty("aws.accessKeyId", S3Server.KEYS.accessKey());
        System.setProperty("aws.secretAccessKey", S3Server.KEYS.secretKey());
        try (S3Account chained = account(new S3Settings(
                keyed.endpoint(),
                keyed.region(),
                Optional.empty(),
                keyed.addressing(),
                "",
                keyed.storageClasses(),
                keyed.checksums(),
                keyed.trust(),
                keyed.connections()))) {
            assertThat(await(chained.list(bucket, ListQuery.all(), false)).objects())
                    .isEmpty();
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void whatIsRefusedSaysWhatToDo() {
        try (S3Account wrong = account(
                S3Settings.compatible(server.settings().endpoint(), new S3Keys("access", "wrong", Optional.empty())))) {
            Throwable refused = failure(wrong.list(bucket, ListQuery.all(), false));
            assertThat(refused).isInstanceOf(ProviderException.Rejected.class).hasMessageContaining("secret key");
        }
        assertThat(failure(account.list(new BucketName("no-such-bucket"), ListQuery.all(), false)))
                .isInstanceOf(ProviderException.NotFound.class);
        account.close();
        assertThat(failure(account.list(bucket, ListQuery.all(), false)))
                .isInstanceOf(ProviderException.Unavailable.class);
    }
}
