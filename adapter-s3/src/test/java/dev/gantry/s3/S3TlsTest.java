package dev.gantry.s3;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Origin;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3Proxy behind TLS, with a certificate that nobody but a setting vouches for. */
class S3TlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static S3Proxy proxy;
    private static Path issuers;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("keys.p12");
        makeKeys(keys);
        issuers = Files.writeString(directory.resolve("issuers.pem"), certificate(keys));
        proxy = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .secureEndpoint(URI.create("https://127.0.0.1:0"))
                .keyStore(keys.toString(), PASSWORD)
                .awsAuthentication(AuthenticationType.AWS_V4, S3Server.KEYS.accessKey(), S3Server.KEYS.secretKey())
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.stop();
    }

    private static void makeKeys(Path keys) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        (keytool + " -genkeypair -alias s3 -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
                                        + " -validity 2 -storetype PKCS12 -storepass " + PASSWORD + " -keystore "
                                        + keys)
                                .split(" "))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
    }

    private static String certificate(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] encoded = store.getCertificate("s3").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static S3Provider open(Optional<Path> trust) {
        S3Settings plain = S3Settings.compatible(Origin.https("127.0.0.1", proxy.getSecurePort()), S3Server.KEYS);
        S3Settings settings = new S3Settings(
                plain.endpoint(),
                plain.region(),
                plain.keys(),
                plain.addressing(),
                plain.bucketPrefix(),
                plain.storageClasses(),
                plain.checksums(),
                trust,
                plain.connections());
        return S3Provider.at(new StoreId("test"), settings, directory.resolve("state"), DurableWrites.DIRECT);
    }

    @Test
    void objectsOfOneBlobAndOfPartsGoThereAndBack() {
        BucketName bucket = new BucketName("secure");
        try (S3Provider provider = open(Optional.of(issuers))) {
            await(provider.capability(BucketStore.class)
                    .orElseThrow()
                    .create(new BucketRecord(
                            new BucketId(new UUID(1, 1)), bucket, Instant.EPOCH, new UserId(new UUID(1, 2)), true)));
            for (BlobLayout layout :
                    new BlobLayout[] {BlobLayout.whole(300_001), new BlobLayout((5 << 20) + 7, 5 << 20)}) {
                WriteSpec spec = spec(ObjectKey.of("secure", "object-" + layout.count()), layout);
                byte[] content = bytes((int) layout.objectLength(), 1);
                assertThat(get(provider.objects(), put(provider.objects(), spec, content)))
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotBelieved() {
        try (S3Provider provider = open(Optional.empty())) {
            assertThat(failure(
                            provider.capability(BucketStore.class).orElseThrow().list()))
                    .isInstanceOf(ProviderException.class)
                    .hasStackTraceContaining("certificat");
        }
    }
}
