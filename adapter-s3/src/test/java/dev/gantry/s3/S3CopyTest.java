package dev.gantry.s3;

import static dev.gantry.s3.FaultProxy.header;
import static dev.gantry.s3.FaultProxy.refuse;
import static dev.gantry.s3.FaultProxy.refuseAfter;
import static dev.gantry.s3.FaultProxy.target;
import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies within one store, from the outside and with faults; S3Proxy behind a proxy of ours that counts bytes. */
class S3CopyTest {

    private static final String COPIED = "x-amz-copy-source";
    private static final int MIB = 1 << 20;

    private static S3Server server;
    private static int tests;

    @TempDir
    private Path temp;

    private FaultProxy proxy;
    private S3Provider provider;
    private DuraStoreFront node;
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
    void open() throws IOException {
        proxy = new FaultProxy(server.port());
        provider = provider();
        node = new DuraStoreFront(provider);
        bucket = new BucketName("copies-" + ++tests);
        await(node.gateway().buckets().create(bucket, Optional.empty()));
    }

    private S3Provider provider() {
        return S3Provider.at(
                new StoreId("cloud"),
                S3Settings.compatible(Origin.http("127.0.0.1", proxy.port()), S3Server.KEYS),
                temp.resolve("state"),
                DurableWrites.DIRECT);
    }

    @AfterEach
    void close() {
        node.close();
        proxy.close();
        assertThat(Payload.open()).as("payloads left open").isZero();
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(bucket.value(), name);
    }

    private String path(String content) {
        return "/" + bucket + "/" + content;
    }

    private HttpResponse<String> putContent(String name, byte[] content) throws Exception {
        return node.send(
                HttpRequest.newBuilder().header("x-dura-meta-colour", "green").PUT(BodyPublishers.ofByteArray(content)),
                path(name));
    }

    private HttpResponse<String> copyContent(String from, String to) throws Exception {
        return node.send(
                HttpRequest.newBuilder()
                        .header("x-dura-meta-copy-source", bucket + "/" + from)
                        .PUT(BodyPublishers.noBody()),
                path(to));
    }

    private ObjectInfo copy(String from, String to) {
        return await(node.gateway().objects().copy(key(from), key(to), Set.of()));
    }

    @Test
    void contentIsCopiedWithinItsStoreWithoutItsBytesPassingTheNode() throws Exception {
        byte[] content = bytes(3 * MIB, 1);
        String md5 =
                putContent("from", content).headers().firstValue("Content-MD5").orElseThrow();
        long before = proxy.bytes();

        HttpResponse<String> copied = copyContent("from", "to");

        assertThat(copied.statusCode()).isEqualTo(201);
        assertThat(proxy.bytes() - before).isLessThan(10_000);
        assertThat(copied.headers().firstValue("Content-MD5")).contains(md5);
        HttpResponse<String> read = node.send(HttpRequest.newBuilder(), path("to"));
        assertThat(read.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(content);
        assertThat(read.headers().firstValue("Content-MD5")).contains(md5);
        assertThat(read.headers().firstValue("x-dura-meta-colour")).contains("green");
    }

    @Test
    void newPropertiesOfAContentCopyItOntoItself() throws Exception {
        byte[] content = bytes(3 * MIB, 2);
        putContent("same", content);
        long before = proxy.bytes();

        HttpResponse<String> changed = node.send(
                HttpRequest.newBuilder().header("x-dura-meta-shape", "round").POST(BodyPublishers.noBody()),
                path("same"));

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(proxy.bytes() - before).isLessThan(10_000);
        HttpResponse<String> read = node.send(HttpRequest.newBuilder(), path("same"));
        assertThat(read.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(content);
        assertThat(read.headers().firstValue("x-dura-meta-shape")).contains("round");
    }

    @Test
    void blobsAreCopiedAsPartsAndTheirChecksumsCarryOver() {
        WriteSpec spec = spec(key("from"), new BlobLayout(11 * MIB, 5 * MIB));
        StoredObject source = put(provider.objects(), spec, bytes(11 * MIB, 3));
        long before = proxy.bytes();

        ObjectInfo copied = copy("from", "to");

        assertThat(proxy.bytes() - before).isLessThan(20_000);
        assertThat(copied.layout()).isEqualTo(spec.layout());
        assertThat(copied.metadata()).isEqualTo(spec.metadata());
        StoredObject stored =
                await(provider.objects().head(List.of(key("to")))).get(0).orElseThrow();
        assertThat(get(provider.objects(), stored)).isEqualTo(get(provider.objects(), source));
    }

    @Test
    void checksumsThatAreKnownOfTheSourceAreTheCopys() throws Exception {
        putContent("from", bytes(1000, 4));

        ObjectInfo source = await(node.gateway().objects().head(key("from")));
        ObjectInfo copied = copy("from", "to");

        assertThat(copied.blobs()).isEqualTo(source.blobs());
        assertThat(copied.blobs().get(0).find(ChecksumType.CRC32C)).isPresent();
        assertThat(await(node.gateway().objects().head(key("to"))).blobs()).isEqualTo(source.blobs());
    }

    @Test
    void errorInsideOfA200IsNoCopyAndIsTriedAgain() throws Exception {
        putContent("from", bytes(1000, 5));
        proxy.next(1, header(COPIED), error("InternalError"));
        proxy.next(1, header(COPIED), refuse(503, "SlowDown"));

        assertThat(copyContent("from", "to").statusCode()).isEqualTo(201);
        proxy.next(1, header(COPIED), error("AccessDenied"));
        StoredObject source =
                await(provider.objects().head(List.of(key("from")))).get(0).orElseThrow();
        CopyWriter writer = begin(source, spec(key("other"), BlobLayout.whole(1000)));
        assertThat(failure(writer.publish(
                        List.of(await(writer.copy(BlobLayout.whole(1000).range(0)))))))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("AccessDenied");
        assertThat(await(provider.objects().head(List.of(key("other")))).get(0)).isEmpty();
    }

    /** As S3 does while it copies for long: the status, spaces, and then how it ended. */
    private static FaultProxy.Fault error(String code) {
        return (proxy, exchange) -> {
            byte[] spaces = "  \n ".getBytes(StandardCharsets.UTF_8);
            byte[] error = FaultProxy.error(code);
            byte[] all = new byte[spaces.length + error.length];
            System.arraycopy(spaces, 0, all, 0, spaces.length);
            System.arraycopy(error, 0, all, spaces.length, error.length);
            exchange.body().close();
            proxy.answer(exchange, new FaultProxy.Whole(200, FaultProxy.headers(), all));
        };
    }

    private CopyWriter begin(StoredObject source, WriteSpec target) {
        return await(provider.capability(ServerCopy.class).orElseThrow().begin(target, source.key(), source.token()));
    }

    @Test
    void copyWhoseAnswerWasLostIsRecognised() throws Exception {
        putContent("from", bytes(1000, 6));
        proxy.next(1, header(COPIED), refuseAfter(500, "InternalError"));
        int before = proxy.requests();

        copy("from", "to");

        assertThat(await(provider.objects().head(List.of(key("to")))).get(0)).isPresent();
        assertThat(proxy.requests() - before).isLessThan(8);
    }

    @Test
    void serviceThatDoesNotKnowCopiesIsNotBelieved() throws Exception {
        putContent("from", bytes(1000, 7));
        proxy.next(9, header(COPIED), (p, exchange) -> {
            exchange.body().close();
            p.answer(exchange, new FaultProxy.Whole(200, FaultProxy.headers("ETag", "\"x\""), new byte[0]));
        });

        assertThat(copyContent("from", "never").statusCode()).isEqualTo(503);
    }

    @Test
    void copyOfPartsThatAProcessLeavesBehindIsSwept() {
        WriteSpec spec = spec(key("from"), new BlobLayout(6 * MIB, 5 * MIB));
        StoredObject source = put(provider.objects(), spec, bytes(6 * MIB, 8));
        CopyWriter left = begin(source, spec(key("to"), spec.layout()));
        await(left.copy(spec.layout().range(0)));
        try (S3Provider later = provider()) {
            assertThat(await(later.capability(ResumableWrites.class)
                            .orElseThrow()
                            .sweep(Set.of())))
                    .isEqualTo(1);
        }
        assertThat(server.sdk()
                        .listMultipartUploads(request -> request.bucket(bucket.value()))
                        .uploads())
                .isEmpty();
    }

    @Test
    void copyThatFailsLeavesNoUploadBehind() {
        WriteSpec spec = spec(key("from"), new BlobLayout(6 * MIB, 5 * MIB));
        put(provider.objects(), spec, bytes(6 * MIB, 9));
        proxy.next(1, target("partNumber=2"), refuse(403, "AccessDenied"));

        assertThat(failure(node.gateway().objects().copy(key("from"), key("to"), Set.of())))
                .hasMessageContaining("AccessDenied");

        assertThat(server.sdk()
                        .listMultipartUploads(request -> request.bucket(bucket.value()))
                        .uploads())
                .isEmpty();
        assertThat(await(provider.objects().head(List.of(key("to")))).get(0)).isEmpty();
    }
}
