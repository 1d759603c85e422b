package dev.gantry.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Call;
import dev.gantry.s3.S3Document;
import dev.gantry.s3.S3Keys;
import dev.gantry.s3.S3Settings;
import dev.gantry.tck.Await;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.LoggerFactory;

/** S3Proxy on a directory, which checks signatures: what a node's store of type {@code s3} speaks to. */
final class S3Upstream implements AutoCloseable {

    private static final S3Keys KEYS = new S3Keys("upstream", "upstream-secret", Optional.empty());

    private final S3Proxy proxy;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final S3Account account;

    S3Upstream(Path directory) throws Exception {
        ((Logger) LoggerFactory.getLogger("org.gaul")).setLevel(Level.ERROR); // it tells of every part at WARN
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(
                        Files.createDirectories(directory).toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEYS.accessKey(), KEYS.secretKey())
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        account = new S3Account(
                S3Settings.compatible(Origin.http("127.0.0.1", proxy.getPort()), KEYS),
                new HttpClient(ClientSettings.defaults(threads)),
                Clock.systemUTC(),
                threads);
    }

    /** Writes the configuration of a node whose primary store is this. */
    void configure(Path data) throws IOException {
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("gantry.conf"), """
                gantry.stores.primary {
                  type = s3
                  endpoint = "http://127.0.0.1:%d"
                  access-key = "%s"
                  secret-key = "%s"
                }
                """.formatted(proxy.getPort(), KEYS.accessKey(), KEYS.secretKey()));
    }

    /** Begins an upload as somebody else does, and gives what S3 calls it. */
    String foreignUpload(String bucket, String name) {
        return Await.await(account.read(
                S3Call.object("POST", ObjectKey.of(bucket, name)).query("uploads", ""),
                document -> document.require("UploadId")));
    }

    /** How many parts an upload has. */
    int parts(String bucket, String name, String upload) {
        return Await.await(account.read(
                S3Call.object("GET", ObjectKey.of(bucket, name)).query("uploadId", upload),
                document -> document.all("Part").size()));
    }

    /** How many parts the upload has that has most, but for one. */
    int mostParts(String bucket, String butFor) {
        List<S3Document> uploads = Await.await(account.read(
                S3Call.bucket("GET", new BucketName(bucket)).query("uploads", ""), all -> all.all("Upload")));
        return uploads.stream()
                .filter(upload -> !upload.require("UploadId").equals(butFor))
                .mapToInt(upload -> partsIfThere(bucket, upload.require("Key"), upload.require("UploadId")))
                .max()
                .orElse(0);
    }

    /** An upload may end while it is looked at. */
    private int partsIfThere(String bucket, String name, String upload) {
        try {
            return parts(bucket, name, upload);
        } catch (CompletionException e) {
            return 0;
        }
    }

    /** What S3 calls the uploads of a bucket that are not finished, each with its object's name. */
    Map<String, String> uploads(String bucket) {
        return Await.await(account.read(
                S3Call.bucket("GET", new BucketName(bucket)).query("uploads", ""),
                document -> document.all("Upload").stream()
                        .collect(Collectors.toMap(
                                upload -> upload.require("UploadId"), upload -> upload.require("Key")))));
    }

    @Override
    public void close() throws Exception {
        account.close();
        threads.shutdown();
        proxy.stop();
    }
}
