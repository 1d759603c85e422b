package dev.gantry.spectra;

import static dev.gantry.spectra.RemoteFake.join;
import static dev.gantry.spectra.RemoteFake.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.Medium;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFailureTest {

    private static final String JOBS = "GET /_rest_/job";

    private RemoteFake fake;

    @BeforeEach
    void start() throws IOException {
        fake = new RemoteFake();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private ApiException listed() {
        return refused(fake.gateway().jobs().all(JobFilter.running()));
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void whatTheServedHalfSaysIsTheSameProblemHere(Problem problem) {
        fake.on(JOBS, RemoteFake.error(Failure.status(problem), Failure.code(problem), "why"));
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal).hasMessageEndingWith("why");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "must first be brought online. Online: [TEST079L7]|TEST079L7",
                "must first be brought online. Online: [LAB001L9, LAB002L9]|LAB001L9,LAB002L9",
                "must first be brought online. Online: []|",
                "must first be brought online. Online: [no barcode]|",
                "the bucket is in use|"
            })
    void refusalOfOfflineDataNamesItsMedia(String message, String barcodes) {
        fake.on(JOBS, RemoteFake.error(409, "CONFLICT", message));
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(Problem.CONFLICT);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.media().stream().map(Medium::barcode).collect(Collectors.joining(",")))
                .isEqualTo(barcodes == null ? "" : barcodes);
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID",
        "403,FORBIDDEN",
        "409,CONFLICT",
        "410,GONE",
        "411,INVALID",
        "416,RANGE_NOT_SATISFIABLE",
        "500,INTERNAL",
        "501,NOT_IMPLEMENTED",
        "307,UNAVAILABLE",
        "503,UNAVAILABLE",
        "429,UNAVAILABLE"
    })
    void anUnknownCodeCountsByItsStatus(int status, Problem problem) {
        fake.on(JOBS, RemoteFake.error(status, "SomethingElse", "why", "Retry-After", "4"));
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(4));
    }

    @Test
    void a404Or409WithoutAKnownCodeMeansWhatWasAskedFor() {
        ObjectKey key = ObjectKey.of("demo", "x");
        BucketName demo = new BucketName("demo");
        fake.on("HEAD /demo/x", 404, new String[0])
                .on("DELETE /demo", RemoteFake.error(409, "CONFLICT", "not empty"))
                .on("POST /_rest_/bucket?name=demo", RemoteFake.error(409, "CONFLICT", "exists"));
        assertThat(refused(fake.gateway().objects().head(key)).problem()).isEqualTo(Problem.NO_SUCH_OBJECT);
        assertThat(refused(fake.gateway().buckets().delete(demo)).problem()).isEqualTo(Problem.BUCKET_NOT_EMPTY);
        assertThat(refused(fake.gateway().buckets().create(demo, Optional.empty()))
                        .problem())
                .isEqualTo(Problem.BUCKET_EXISTS);
    }

    @Test
    void aWrongSecretIsForbiddenInTheServersWords() {
        ApiException refusal = refused(fake.gateway("wrong").jobs().all(JobFilter.running()));
        assertThat(refusal.problem()).isEqualTo(Problem.FORBIDDEN);
        assertThat(refusal).hasMessage("the signature is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oops", "<html/>", "<Error><Code>x", "<Error></Error>"})
    void anErrorThatCannotBeReadStillCountsByItsStatus(String document) {
        fake.on(JOBS, 503, document);
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("/_rest_/job was answered with 503");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no document",
                "<Other></Other>",
                "<Jobs><Job></Jobs>",
                "<Jobs><Job JobId=\"x\"",
                "<Jobs><Job Status=\"IN_PROGRESS\"/></Jobs>",
                "<!DOCTYPE Jobs [<!ENTITY x \"y\">]><Jobs></Jobs>",
                "<!DOCTYPE Jobs SYSTEM \"file:///etc/passwd\"><Jobs></Jobs>",
                "<Jobs>&x;</Jobs>"
            })
    void aDocumentThatIsNotTheOneExpectedIsTheServersFault(String document) {
        fake.on(JOBS, 200, document);
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(Problem.INTERNAL);
        assertThat(refusal).hasMessageContaining("127.0.0.1").hasMessageContaining("GET /_rest_/job");
    }

    @Test
    void aDeepDocumentIsRefused() {
        fake.on(JOBS, 200, "<Jobs>" + "<a>".repeat(1000) + "</a>".repeat(1000) + "</Jobs>");
        assertThat(listed().problem()).isEqualTo(Problem.INTERNAL);
    }

    @Test
    void aDocumentCutOffIsUnavailableAndNotTakenForAShortOne() {
        fake.cuts(JOBS, "<Jobs>");
        ApiException refusal = listed();
        assertThat(refusal.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("broke off");
    }

    @Test
    void aServerThatIsNotThereIsUnavailableByName() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + free);
        ApiException refusal = refused(fake.gateway(nowhere).jobs().all(JobFilter.running()));
        assertThat(refusal.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining(nowhere.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "http://host/path", "ftp://host"})
    void anEndpointIsAnHttpAddress(String endpoint) {
        assertThatThrownBy(() -> fake.gateway(URI.create(endpoint))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void listsGoOnUntilTheServerHasNoMore() {
        fake.on("GET /_rest_/job", 200, jobs(2), "page-truncated", "1")
                .on("GET /_rest_/job?page_length=1000&page_offset=2", 200, jobs(1), "page-truncated", "0")
                .on("GET /_rest_/bucket/demo", RemoteFake.error(404, "NoSuchBucket", "gone"))
                .on("GET /_rest_/bucket/demo", RemoteFake.error(404, "NoSuchBucket", "gone"))
                .on("GET /_rest_/bucket/demo", RemoteFake.error(404, "NoSuchBucket", "gone"));
        assertThat(join(fake.gateway().jobs().all(JobFilter.running())))
                .hasSize(3)
                .allMatch(job -> job.store().value().equals("unknown"));
    }

    private static String jobs(int count) {
        String job = "<Job BucketName=\"demo\" CachedSizeInBytes=\"0\" ChunkClientProcessingOrderGuarantee=\"IN_ORDER\""
                + " CompletedSizeInBytes=\"0\" JobId=\"11111111-1111-4111-8111-111111111111\""
                + " Name=\"n\" OriginalSizeInBytes=\"0\" Priority=\"LOW\" RequestType=\"PUT\""
                + " StartDate=\"2026-11-21T10:00:00.123Z\" Status=\"IN_PROGRESS\""
                + " UserId=\"a0000000-0000-4000-8000-000000000000\" UserName=\"u\"><Nodes/></Job>";
        return "<Jobs>" + job.repeat(count) + "</Jobs>";
    }
}
