package dev.gantry.s3;

import static dev.gantry.s3.FaultProxy.method;
import static dev.gantry.s3.FaultProxy.refuse;
import static dev.gantry.s3.FaultProxy.say;
import static dev.gantry.s3.FaultProxy.target;
import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static dev.gantry.tck.TestObjects.write;
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
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What radosgw 16.2.15 does otherwise than AWS, as it was seen by hand (docs/s3.md, radosgw): S3Proxy behind a proxy of ours
 * that answers as radosgw did. It is no radosgw.
 */
class CephTest {

    private static final BucketName BUCKET = new BucketName("ceph");

    @TempDir
    private Path temp;

    private S3Server server;
    private FaultProxy proxy;
    private S3Provider provider;

    @BeforeEach
    void open() {
        server = new S3Server();
        proxy = new FaultProxy(server.port());
        provider = S3Provider.at(
                new StoreId("test"),
                S3Settings.compatible(Origin.http("127.0.0.1", proxy.port()), S3Server.KEYS),
                temp.resolve("state"),
                DurableWrites.DIRECT);
        await(provider.capability(BucketStore.class)
                .orElseThrow()
                .create(new BucketRecord(
                        new BucketId(new UUID(1, 1)), BUCKET, Instant.EPOCH, new UserId(new UUID(1, 2)), true)));
    }

    @AfterEach
    void close() {
        provider.close();
        proxy.close();
        server.close();
    }

    private static ObjectKey key(String name) {
        return ObjectKey.of(BUCKET.value(), name);
    }

    @Test
    void whatMayNotBeReplacedIsKeptWhereACompletionHeedsNoCondition() {
        StoredObject kept = put(provider.objects(), key("kept"), bytes(30, 1));
        byte[] completed = "<CompleteMultipartUploadResult><ETag>\"tag-2\"</ETag></CompleteMultipartUploadResult>"
                .getBytes(StandardCharsets.UTF_8);
        proxy.next(1, method("POST").and(target("?uploadId=")), say(200, completed));
        WriteSpec spec = spec(kept.key(), new BlobLayout((5 << 20) + 10, 5 << 20), false);
        ObjectWriter writer = await(provider.objects().begin(spec));
        List<Receipt> receipts = write(writer, spec.layout(), bytes((5 << 20) + 10, 2));
        assertThat(failure(writer.publish(receipts))).isInstanceOf(ProviderException.Conflict.class);
        assertThat(get(provider.objects(), kept)).isEqualTo(bytes(30, 1));
        await(writer.abort());
    }

    @Test
    void uploadsAreFoundBehindThoseOfLongerNamesAndByMarkersThatAreNotEncoded() {
        proxy.next(1, target("upload-id-marker=first"), page(false, upload("50%25%2Bx", "second")));
        proxy.next(
                1,
                target("uploads="),
                page(true, "<NextKeyMarker>50%+x-1</NextKeyMarker>" + upload("50%25%2Bx-1", "first")));
        assertThat(await(new Multipart(provider.account()).uploads(key("50%+x"))))
                .containsExactly("second");
    }

    private static String upload(String name, String id) {
        return "<Upload><Key>" + name + "</Key><UploadId>" + id + "</UploadId></Upload>";
    }

    private static FaultProxy.Fault page(boolean truncated, String content) {
        String xml = "<ListMultipartUploadsResult><IsTruncated>" + truncated + "</IsTruncated>" + content
                + "</ListMultipartUploadsResult>";
        return say(200, xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoeverIsRefusedForATrailerIsToldWhatToSet() {
        proxy.next(1, method("PUT"), refuse(400, "XAmzContentSHA256Mismatch"));
        WriteSpec spec = spec(key("trailer"), BlobLayout.whole(0));
        ObjectWriter writer = await(provider.objects().begin(spec));
        Throwable refused = failure(writer.publish(write(writer, spec.layout(), bytes(0, 3))));
        assertThat(refused).isInstanceOf(ProviderException.Rejected.class).hasMessageContaining("checksums = none");
    }
}
