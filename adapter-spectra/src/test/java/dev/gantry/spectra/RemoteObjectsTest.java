package dev.gantry.spectra;

import static dev.gantry.spectra.RemoteFake.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Objects.Page;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Stores.Store;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteObjectsTest {

    private static final BucketName DEMO = new BucketName("demo");
    private static final String POLICIES =
            "<Data>" + policy("1", "tape two copies", "NONE") + policy("2", "disk", "KEEP_LATEST") + "</Data>";

    private RemoteFake fake;

    @BeforeEach
    void start() throws IOException {
        fake = new RemoteFake();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aListingIsReadWithItsPrefixesAndItsNextMarker() {
        fake.on(
                "GET /demo?max_keys=2&prefix=a/%26&marker=a/%2B&delimiter=/",
                200,
                "<ListBucketResult><Name>demo</Name><IsTruncated>true</IsTruncated><NextMarker>a/&amp;z/</NextMarker>"
                        + "<Contents><Key>a/&amp;1 €</Key><LastModified>2026-11-20T08:00:00.000Z</LastModified>"
                        + "<ETag>e</ETag><Size>7</Size><Owner><ID/></Owner></Contents>"
                        + "<CommonPrefixes><Prefix>a/&amp;z/</Prefix></CommonPrefixes></ListBucketResult>");
        Page page = join(fake.gateway().objects().list(DEMO, new ListQuery("a/&", "a/+", Optional.of("/"), 2)));
        assertThat(page.objects()).extracting(o -> o.key().name().value()).containsExactly("a/&1 €");
        assertThat(page.objects().get(0).token().value()).isEqualTo("e");
        assertThat(page.objects().get(0).length()).isEqualTo(7);
        assertThat(page.commonPrefixes()).containsExactly("a/&z/");
        assertThat(page.next()).contains("a/&z/");
    }

    @Test
    void theLastPageHasNoNext() {
        fake.on(
                "GET /demo?max_keys=1000",
                200,
                "<ListBucketResult><IsTruncated>false</IsTruncated><NextMarker>x</NextMarker></ListBucketResult>");
        assertThat(join(fake.gateway().objects().list(DEMO, ListQuery.all())).next())
                .isEmpty();
    }

    @Test
    void headTellsBlobsChecksumsAndMetadata() {
        Headers headers = Headers.builder()
                .add("ds3-blob-checksum-type", "CRC_32C")
                .add("ds3-blob-checksum-offset-0", "AAAAAA==")
                .add("ds3-blob-checksum-offset-10", "AAAAAQ==")
                .add("ds3-blob-checksum-offset-20", "AAAAAg==")
                .add("x-amz-meta-a%20b", "c%20d")
                .add("creation-date", "2026-11-20T08:00:00.000Z")
                .add("version-id", "f0000000-0000-4000-8000-000000000000")
                .build();
        fake.on("HEAD /demo/x", new Reply(200, headers, new Reply.Empty(25)));
        ObjectInfo object = join(fake.gateway().objects().head(ObjectKey.of("demo", "x")));
        assertThat(object.length()).isEqualTo(25);
        assertThat(object.layout()).isEqualTo(new BlobLayout(25, 10));
        assertThat(object.blobs().get(2)).isEqualTo(Checksums.of(Checksum.base64(ChecksumType.CRC32C, "AAAAAg==")));
        assertThat(object.metadata().values()).containsExactly(java.util.Map.entry("a%20b", "c%20d"));
        assertThat(object.created()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(object.token().value()).isEqualTo("f0000000-0000-4000-8000-000000000000");
    }

    @Test
    void anObjectWithoutAnIdHasTheSameDerivedOneAgain() {
        fake.on(
                        "HEAD /demo/x",
                        new Reply(200, Headers.builder().add("ETag", "e").build(), new Reply.Empty(5)))
                .on(
                        "HEAD /demo/x",
                        new Reply(200, Headers.builder().add("ETag", "e").build(), new Reply.Empty(5)));
        ObjectKey key = ObjectKey.of("demo", "x");
        assertThat(join(fake.gateway().objects().head(key)).id())
                .isEqualTo(join(fake.gateway().objects().head(key)).id());
    }

    @Test
    void deleteIsOneRequest() {
        fake.on("DELETE /demo/x/", 204, new String[0]);
        join(fake.gateway().objects().delete(ObjectKey.of("demo", "x/")));
    }

    @Test
    void manyObjectsAreDeletedByOneRequestAndEachHasItsEnd() {
        fake.on(
                "POST /demo?delete",
                200,
                "<DeleteResult><Error><Key>b&amp;c</Key><Code>NoSuchKey</Code><Message>none</Message></Error>"
                        + "<Error><Key>d</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>");
        List<Optional<Problem>> ends = join(fake.gateway().objects().delete(DEMO, names("a", "b&c", "d", "a"))).stream()
                .map(end -> end.map(ApiException::problem))
                .toList();
        assertThat(ends)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(Problem.NO_SUCH_OBJECT),
                        Optional.of(Problem.FORBIDDEN),
                        Optional.empty());
        assertThat(fake.last().text())
                .isEqualTo("<?xml version='1.0' encoding='UTF-8'?><Delete><Quiet>true</Quiet>"
                        + "<Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object>"
                        + "<Object><Key>d</Key></Object></Delete>");
    }

    private static List<ObjectName> names(String... names) {
        return Stream.of(names).map(ObjectName::new).toList();
    }

    @Test
    void aBucketIsMadeInTheStoreThatIsAskedFor() {
        fake.on("POST /_rest_/bucket?name=demo&data_policy_id=disk", 201, "<Data>" + bucket("demo", "2") + "</Data>")
                .on("GET /_rest_/data_policy", 200, POLICIES);
        Bucket bucket = join(fake.gateway().buckets().create(DEMO, Optional.of(new StoreId("disk"))));
        assertThat(bucket.store()).isEqualTo(new StoreId("disk"));
        assertThat(bucket.replace()).isTrue();
    }

    @Test
    void bucketsAreListedByNameWithTheirStores() {
        fake.on(
                        "GET /_rest_/bucket",
                        200,
                        "<Data><Bucket>" + bucket("b", "1") + "</Bucket><Bucket>" + bucket("a", "2")
                                + "</Bucket></Data>")
                .on("GET /_rest_/data_policy", 200, POLICIES);
        assertThat(join(fake.gateway().buckets().list()))
                .extracting(b -> b.name() + " in " + b.store() + " " + b.replace())
                .containsExactly("a in disk true", "b in d0000000-0000-4000-8000-000000000001 false");
    }

    @Test
    void storesAreDataPoliciesWithTheCallersDefaultFirst() {
        fake.on("GET /_rest_/data_policy", 200, POLICIES)
                .on(
                        "GET /_rest_/user",
                        200,
                        "<Data><User><AuthId>other</AuthId></User><User><AuthId>"
                                + RemoteFake.ACCESS
                                + "</AuthId><DefaultDataPolicyId>d0000000-0000-4000-8000-000000000002"
                                + "</DefaultDataPolicyId></User></Data>");
        assertThat(join(fake.gateway().stores().list()))
                .containsExactly(
                        new Store(new StoreId("disk"), true, -1, Versioning.KEEP_LATEST),
                        new Store(new StoreId("d0000000-0000-4000-8000-000000000001"), false, -1, Versioning.NONE));
    }

    @Test
    void blobsOfOneObjectGiveItsLayout() {
        assertThat(new RemoteReach(25, 10).layout(new ByteRange(20, 5))).contains(new BlobLayout(25, 10));
        assertThat(RemoteReach.of(new ByteRange(20, 5)).layout(new ByteRange(20, 5)))
                .contains(new BlobLayout(25, 5));
        assertThat(RemoteReach.of(new ByteRange(20, 7)).layout(new ByteRange(20, 7)))
                .contains(new BlobLayout(27, 20));
        assertThat(RemoteReach.of(new ByteRange(0, 0)).layout(new ByteRange(0, 0)))
                .contains(BlobLayout.whole(0));
        assertThat(RemoteReach.of(new ByteRange(7, 20)).layout(new ByteRange(7, 20)))
                .isEmpty();
    }

    private static String bucket(String name, String policy) {
        return "<CreationDate>2026-11-20T08:00:00.000Z</CreationDate><DataPolicyId>d0000000-0000-4000-8000-00000000000"
                + policy + "</DataPolicyId><Id>b0000000-0000-4000-8000-000000000000</Id><Name>" + name
                + "</Name><UserId>a0000000-0000-4000-8000-000000000000</UserId>";
    }

    private static String policy(String id, String name, String versioning) {
        return "<DataPolicy><Id>d0000000-0000-4000-8000-00000000000" + id + "</Id><Name>" + name + "</Name><Versioning>"
                + versioning + "</Versioning></DataPolicy>";
    }
}
