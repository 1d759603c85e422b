package dev.gantry.s3;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What Gantry wrote is what AWS's own client reads, and the other way round; S3Proxy in between. */
class S3InteropTest {

    private static S3Server server;
    private static int tests;

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
    void open(@TempDir Path directory) {
        bucket = new BucketName("interop-" + ++tests);
        provider = S3Provider.at(new StoreId("test"), server.settings(), directory, DurableWrites.DIRECT);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private BucketStore buckets() {
        return provider.capability(BucketStore.class).orElseThrow();
    }

    private void makeBucket() {
        await(buckets()
                .create(new BucketRecord(
                        new BucketId(new UUID(1, 1)), bucket, Instant.EPOCH, new UserId(new UUID(1, 2)), true)));
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket.value(), name);
    }

    @Test
    void theSdkReadsWhatGantryWroteInOneBlobAndInParts() {
        makeBucket();
        BlobLayout parts = new BlobLayout((10 << 20) + 7, 5 << 20);
        for (WriteSpec spec : List.of(spec(key("one/a b+c"), BlobLayout.whole(300_001)), spec(key("parts"), parts))) {
            byte[] content = bytes((int) spec.layout().objectLength(), 1);
            StoredObject stored = put(provider.objects(), spec, content);
            var read = server.sdk()
                    .getObjectAsBytes(b -> b.bucket(bucket.value())
                            .key(spec.key().name().value())
                            .checksumMode(ChecksumMode.ENABLED));
            assertThat(read.asByteArray()).isEqualTo(content);
            GetObjectResponse head = read.response();
            assertThat(stored.token().value()).startsWith(StateToken.unquote(head.eTag()) + "/");
            assertThat(head.metadata()).containsEntry("gantry-s3-id", spec.id().toString());
            assertThat(stored.record().orElseThrow().id()).isEqualTo(spec.id());
        }
    }

    @Test
    void aServiceThatKnowsNoChecksumsIsWrittenToAllTheSame(@TempDir Path directory) {
        makeBucket();
        S3Settings all = server.settings();
        S3Settings none = new S3Settings(
                all.endpoint(),
                all.region(),
                all.keys(),
                all.addressing(),
                "",
                all.storageClasses(),
                S3Settings.Checksumming.NONE,
                all.trust(),
                all.connections());
        BlobLayout parts = new BlobLayout((5 << 20) + 1, 5 << 20);
        try (S3Provider plain = S3Provider.at(new StoreId("none"), none, directory, DurableWrites.DIRECT)) {
            for (WriteSpec spec : List.of(spec(key("one"), BlobLayout.whole(300_001)), spec(key("parts"), parts))) {
                byte[] content = bytes((int) spec.layout().objectLength(), 4);
                assertThat(get(provider.objects(), put(plain.objects(), spec, content)))
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void theServiceHasTheChecksumThatWasCombinedFromTheParts() {
        makeBucket();
        byte[] content = bytes((10 << 20) + 7, 2);
        put(provider.objects(), spec(key("parts"), new BlobLayout(content.length, 5 << 20)), content);
        var head = server.sdk()
                .headObject(b -> b.bucket(bucket.value()).key("parts").checksumMode(ChecksumMode.ENABLED));
        assertThat(head.checksumCRC32C()).isEqualTo(Crc32c.of(content));
    }

    @Test
    void gantryReadsWhatTheSdkWroteInParts() {
        server.sdk().createBucket(b -> b.bucket(bucket.value()));
        byte[] content = bytes((5 << 20) + 9, 3);
        String upload = server.sdk()
                .createMultipartUpload(b -> b.bucket(bucket.value()).key("sdk").metadata(Map.of("colour", "blue")))
                .uploadId();
        List<CompletedPart> parts = List.of(part(upload, 1, content, 0, 5 << 20), part(upload, 2, content, 5 << 20, 9));
        server.sdk()
                .completeMultipartUpload(b ->
                        b.bucket(bucket.value()).key("sdk").uploadId(upload).multipartUpload(m -> m.parts(parts)));
        StoredObject object =
                await(provider.objects().head(List.of(key("sdk")))).get(0).orElseThrow();
        assertThat(object.record()).isEmpty();
        assertThat(object.metadata()).isEqualTo(new Metadata(Map.of("colour", "blue")));
        assertThat(get(provider.objects(), object)).isEqualTo(content);
    }

    private CompletedPart part(String upload, int number, byte[] content, int from, int length) {
        byte[] bytes = Arrays.copyOfRange(content, from, from + length);
        var answer = server.sdk()
                .uploadPart(
                        b -> b.bucket(bucket.value())
                                .key("sdk")
                                .uploadId(upload)
                                .partNumber(number),
                        RequestBody.fromBytes(bytes));
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    @Test
    void aBucketOfSomebodyElseIsThereAndBelongsToNoUser() {
        server.sdk().createBucket(b -> b.bucket(bucket.value()));
        BucketRecord found = await(buckets().find(bucket)).orElseThrow();
        assertThat(found.owner()).isEqualTo(new UserId(new UUID(0, 0)));
        assertThat(await(buckets().list())).contains(found);
        put(provider.objects(), key("a"), bytes(10, 1));
        assertThat(server.sdk().listObjectsV2(b -> b.bucket(bucket.value())).contents())
                .hasSize(1);
    }

    @Test
    void gantrysOwnObjectIsNoneOfTheUsers() {
        makeBucket();
        assertThat(server.sdk().listObjectsV2(b -> b.bucket(bucket.value())).contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo(OwnNames.BUCKET));
        assertThat(await(provider.objects().list(bucket, ListQuery.all())).objects())
                .isEmpty();
        assertThat(failure(provider.objects().begin(spec(key(OwnNames.BUCKET), BlobLayout.whole(1)))))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    void metadataBeyondWhatS3KeepsIsRefusedBeforeAnyByte() {
        makeBucket();
        for (Map<String, String> metadata :
                List.of(Map.of("large", "x".repeat(3000)), Map.of("gantry-s3-id", "x"), Map.of("a name", "x"))) {
            WriteSpec spec = new WriteSpec(
                    key("meta"),
                    new ObjectId(new UUID(3, 3)),
                    Instant.EPOCH,
                    BlobLayout.whole(1),
                    new Metadata(metadata),
                    true);
            assertThat(failure(provider.objects().begin(spec))).isInstanceOf(ProviderException.Rejected.class);
        }
    }

    @Test
    void limitsAreThoseOfS3AndNamedWhereTheyAreMissed() {
        assertThatThrownBy(() -> provider.limits().layout(1L << 30, OptionalLong.of(1 << 20)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("5242880");
        assertThatThrownBy(() -> provider.limits().layout((5L << 40) + 1, OptionalLong.empty()))
                .isInstanceOf(InvalidValueException.class);
        assertThat(provider.limits().layout(5L << 40, OptionalLong.empty()).count())
                .isEqualTo(1024);
    }
}
