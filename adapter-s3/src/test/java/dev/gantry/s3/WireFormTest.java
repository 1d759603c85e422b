package dev.gantry.s3;

import static dev.gantry.tck.TestObjects.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.s3.S3Settings.Addressing;
import dev.gantry.tck.AwkwardNames;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** How things look on the wire, compared with AWS's own code where there is some. */
class WireFormTest {

    private static final long SEED = Long.getLong("gantry.seed", System.nanoTime());

    @Test
    void framesAreThoseOfTheSdk() throws IOException {
        Random random = new Random(SEED);
        for (int length : new int[] {1, 2, 131_071, 131_072, 131_073, 262_144, 300_000}) {
            byte[] content = bytes(length, length);
            AwsChunks chunks = new AwsChunks(length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int from = 0; from < length; ) {
                int count = Math.min(length - from, 1 + random.nextInt(200_000));
                write(out, chunks.frame(ByteBuffer.wrap(content, from, count)));
                from += count;
            }
            CRC32C crc = new CRC32C();
            crc.update(content);
            write(out, chunks.tail((int) crc.getValue()));
            SignedRequest signed = signed(content);
            assertThat(out.toByteArray())
                    .as("seed " + SEED)
                    .isEqualTo(signed.payload().orElseThrow().newStream().readAllBytes());
            assertThat(signed.request().firstMatchingHeader("Content-Length"))
                    .contains(String.valueOf(chunks.framedLength()))
                    .contains(String.valueOf(out.size()));
        }
    }

    private static void write(ByteArrayOutputStream out, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.writeBytes(copy);
    }

    private static SignedRequest signed(byte[] content) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .protocol("https")
                .host("example.test")
                .encodedPath("/a/b")
                .putHeader("Content-Length", String.valueOf(content.length))
                .build();
        return AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsCredentialsIdentity.create("access", "secret"))
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(content))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32C));
    }

    @Test
    void theChecksumOfAllIsCombinedFromThoseOfItsParts() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            byte[] all = bytes(random.nextInt(5000), round);
            int cut = random.nextInt(all.length + 1);
            int combined = Crc32c.combine(
                    crc(Arrays.copyOf(all, cut)), crc(Arrays.copyOfRange(all, cut, all.length)), all.length - cut);
            assertThat(combined).as("seed %d, round %d", SEED, round).isEqualTo(crc(all));
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Test
    void anyNameIsAddressedAsTheSdkDoes() {
        S3Address address = new S3Address(S3Settings.compatible(Origin.http("host", 9000), S3Server.KEYS));
        for (String name : AwkwardNames.ALL) {
            assertThat(address.locate(S3Call.object("GET", ObjectKey.of("bucket", name)))
                            .path())
                    .isEqualTo("/bucket/" + SdkHttpUtils.urlEncodeIgnoreSlashes(name));
        }
    }

    @Test
    void bucketsStandInTheHostButForThoseWithADotOverTls() {
        S3Settings path = S3Settings.compatible(Origin.https("s3.test", 443), S3Server.KEYS);
        S3Address address = new S3Address(new S3Settings(
                path.endpoint(),
                path.region(),
                path.keys(),
                Addressing.VIRTUAL_HOST,
                "p-",
                path.storageClasses(),
                path.checksums(),
                path.trust(),
                path.connections()));
        S3Address.Located plain = address.locate(S3Call.object("GET", ObjectKey.of("bucket", "a b")));
        assertThat(plain.origin().host()).isEqualTo("p-bucket.s3.test");
        assertThat(plain.path()).isEqualTo("/a%20b");
        S3Address.Located dotted = address.locate(S3Call.object("GET", ObjectKey.of("buc.ket", "a")));
        assertThat(dotted.origin().host()).isEqualTo("s3.test");
        assertThat(dotted.path()).isEqualTo("/p-buc.ket/a");
    }

    @Test
    void everyBucketsNameHasOneInS3AndComesBackFromIt() {
        BucketNames names = new BucketNames("x-");
        for (String name : List.of(
                "plain", "a.b-c", "B", "_", "9", "a", "z", "g--plain", "Found.it_1-2", "a..b", "-a", "a-", "1.2.3.4")) {
            String inS3 = names.inS3(new BucketName(name));
            assertThat(inS3).matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]").startsWith("x-");
            assertThat(names.fromS3(inS3)).contains(new BucketName(name));
        }
        assertThat(names.inS3(new BucketName("plain"))).isEqualTo("x-plain");
        assertThat(names.fromS3("other")).isEmpty();
        assertThat(names.fromS3("x-g--plain")).isEmpty();
        assertThatThrownBy(() -> names.inS3(new BucketName("A".repeat(63))))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    void metadataComesBackAsItWasAndAsAwsEncodesIt() {
        Map<String, String> values =
                Map.of("a", "gr\u00fcn \u2603", "b", "", "c", " x ", "d", "=?UTF-8?B?eA==?=", "e", "x y");
        S3Call call = S3Call.object("PUT", ObjectKey.of("bucket", "name"));
        MetadataHeaders.write(new Metadata(values), Map.of("gantry-s3-id", "1"), call);
        Headers.Builder headers = Headers.builder();
        call.headers().forEach(field -> headers.add(field.name(), field.value()));
        assertThat(MetadataHeaders.read(headers.build())).isEqualTo(new Metadata(values));
        Headers ofAws = FaultProxy.headers("x-amz-meta-q", "=?UTF-8?Q?gr=C3=BCn_a?=", "x-amz-meta-p", "50% =?x");
        assertThat(MetadataHeaders.read(ofAws).values())
                .containsEntry("q", "gr\u00fcn a")
                .containsEntry("p", "50% =?x");
    }

    @Test
    void settingsAreReadAndWrongOnesNamed() {
        StoreId store = new StoreId("s");
        S3Settings settings = new S3Configuration(
                        store,
                        Map.of(
                                "endpoint", "http://127.0.0.1:9000",
                                "access-key", "a",
                                "secret-key", "b",
                                "storage-class", "STANDARD_IA",
                                "storage-classes.\"a.b\"", "GLACIER"))
                .settings();
        assertThat(settings.addressing()).isEqualTo(Addressing.PATH);
        assertThat(settings.storageClasses().of(new BucketName("a.b"))).contains("GLACIER");
        assertThat(settings.storageClasses().of(new BucketName("c"))).contains("STANDARD_IA");
        S3Settings aws = new S3Configuration(store, Map.of("region", "eu-central-1")).settings();
        assertThat(aws.endpoint().host()).isEqualTo("s3.eu-central-1.amazonaws.com");
        assertThat(aws.addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
        assertThat(aws.keys()).isEqualTo(Optional.empty());
        for (Map<String, String> wrong : List.of(
                Map.of("endpiont", "x"),
                Map.of("access-key", "x"),
                Map.of("endpoint", "ftp://x"),
                Map.of("path-style", "yes"),
                Map.of("connections", "many"),
                Map.of("checksums", "md5"))) {
            assertThatThrownBy(() -> new S3Configuration(store, wrong).settings())
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining(wrong.keySet().iterator().next());
        }
    }
}
