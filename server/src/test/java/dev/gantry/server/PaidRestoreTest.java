package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a served node begins a restore, which somebody pays for, and what never does. The archive counts. */
@Timeout(120)
class PaidRestoreTest {

    private static final Pattern JOB = Pattern.compile("JobId=\"([-0-9a-f]+)\"");

    @TempDir
    private Path temp;

    private ColdArchive archive;
    private ServedNode node;
    private RawClient spectra;

    @BeforeEach
    void start() throws Exception {
        archive = new ColdArchive();
        archive.place("cold", "deep", LabStorageClass.DEEP_ARCHIVE, "cold".getBytes(StandardCharsets.UTF_8));
        archive.place("warm", "online", LabStorageClass.STANDARD, "warm".getBytes(StandardCharsets.UTF_8));
        node = new ServedNode(temp.resolve("data"), archive.settings("storage-classes { cold = DEEP_ARCHIVE }"));
        spectra = new RawClient(node.url());
        spectra.send("PUT", "/cold/known", "put by this node, which knows its checksum");
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        archive.close();
    }

    private int spectra(String method, String target, String... headers) throws Exception {
        return spectra.send(method, target, BodyPublishers.noBody(), BodyHandlers.discarding(), headers)
                .statusCode();
    }

    private HttpResponse<String> durastore(String method, String path, String... headers) throws Exception {
        return durastoreWith("", method, path, headers);
    }

    private HttpResponse<String> restoreContent(String parameters) throws Exception {
        return durastoreWith(parameters, "POST", "/task/restore-content");
    }

    private HttpResponse<String> durastoreWith(String body, String method, String path, String... headers)
            throws Exception {
        String keys = Forked.KEYS.get("DS3_ACCESS_KEY") + ":" + Forked.KEYS.get("DS3_SECRET_KEY");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.durastore() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8)))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private String job(String operation, String name) throws Exception {
        String objects = "<Objects><Object Name=\"" + name + "\"/></Objects>";
        Matcher id = JOB.matcher(spectra.send("PUT", "/_rest_/bucket/cold?operation=" + operation, objects));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private String end(String job) throws Exception {
        return Awaitility.await("the end of job " + job)
                .until(() -> spectra.send("GET", "/_rest_/job/" + job, ""), answer -> !answer.contains("IN_PROGRESS"));
    }

    @Test
    void spectraReadsAndVerificationNeverBeginOne() throws Exception {
        assertThat(spectra("HEAD", "/cold/deep")).isEqualTo(200);
        assertThat(spectra("GET", "/cold/deep")).isEqualTo(409);
        assertThat(spectra("GET", "/cold/deep", "Range", "bytes=1-2")).isEqualTo(409);
        for (String name : List.of("deep", "known")) {
            assertThat(end(job("start_bulk_verify", name))).contains("Status=\"CANCELED\"");
        }
        Commands.Ran verify = Commands.run("verify", "cold", "--node", node.url());
        assertThat(verify.code()).isEqualTo(2);
        assertThat(verify.out()).contains("2 of 2 objects failed").contains("archived");
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void durastoreReadsCopiesAndManifestsNeverBeginOne() throws Exception {
        assertThat(durastore("HEAD", "/cold/deep").statusCode()).isEqualTo(200);
        assertThat(durastore("GET", "/cold/deep").statusCode()).isEqualTo(409);
        assertThat(durastore("GET", "/cold/deep", "Range", "bytes=1-2").statusCode())
                .isEqualTo(409);
        String[] source = {"x-dura-meta-copy-source", "cold/deep"};
        assertThat(durastore("PUT", "/warm/copy", source).statusCode()).isEqualTo(409);
        assertThat(durastore("PUT", "/cold/copy", source).statusCode()).isEqualTo(409);
        assertThat(durastore("POST", "/cold/deep", "x-dura-meta-colour", "blue").statusCode())
                .isEqualTo(409);
        assertThat(durastore("GET", "/cold").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> durastore("GET", "/manifest/cold?format=TSV"))
                .as("a manifest, whose MD5 would take reading, is cut off")
                .isInstanceOf(IOException.class);
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void bulkGetStageAndRestoreContentBeginOneAndNoneTwice() throws Exception {
        archive.place("cold", "content", LabStorageClass.GLACIER, new byte[1]);
        assertThat(restoreContent("cold/content").statusCode()).isEqualTo(200);
        assertThat(restoreContent("cold/content").body()).contains("already in progress");
        job("start_bulk_get", "deep");
        archive.await("the recall", LoggedRequest::isPaidRestore, 2);
        job("start_bulk_stage", "deep");
        job("start_bulk_get", "deep");
        assertThat(spectra("GET", "/cold/deep")).isEqualTo(409);
        assertThat(archive.restores())
                .allMatch(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .containsExactly("content", "deep");
    }
}
