package dev.gantry.spectra;

import static dev.gantry.spectra.RemoteFake.join;
import static dev.gantry.spectra.RemoteFake.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteJobsTest {

    private static final BucketName DEMO = new BucketName("demo");
    private static final JobId JOB = JobId.parse("11111111-1111-4111-8111-111111111111");
    private static final String CHUNK_0 = "c0000000-0000-4000-8000-000000000000";
    private static final String CHUNK_1 = "c0000000-0000-4000-8000-000000000001";
    private static final String VERSION = "f0000000-0000-4000-8000-000000000000";

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
    void createWritesOneElementAnObjectWithNamesAsTheyAre() {
        List<String> names = List.of("a b", "<&>\"'", "tab\there\nline", "ümläut/€/𝄞", "..//x/", "100%+;?#");
        fake.on(
                "PUT /_rest_/bucket/demo?operation=start_bulk_put&name=my%20%22job%22&priority=URGENT"
                        + "&max_upload_size=10485760",
                200, list("PUT", "IN_PROGRESS", ""));
        bucketIsAsked();
        JobRequest request = new JobRequest(
                JobKind.PUT,
                DEMO,
                "my \"job\"",
                Optional.of(Priority.URGENT),
                Ordering.NONE,
                OptionalLong.of(10485760));
        join(fake.gateway().jobs().create(request, asked(names)));
        RemoteElement body = parsed(0);
        assertThat(body.children("Object")).extracting(o -> o.get("Name")).containsExactlyElementsOf(names);
        assertThat(body.children("Object")).extracting(o -> o.get("Size")).containsOnly("5");
    }

    @Test
    void createOfAReadAsksForNamesOnlyAndForItsOrdering() {
        fake.on(
                "PUT /_rest_/bucket/demo?operation=start_bulk_get&name=n"
                        + "&chunk_client_processing_order_guarantee=IN_ORDER",
                200,
                list("GET", "IN_PROGRESS", ""));
        bucketIsAsked();
        JobRequest request =
                new JobRequest(JobKind.GET, DEMO, "n", Optional.empty(), Ordering.IN_ORDER, OptionalLong.empty());
        join(fake.gateway().jobs().create(request, asked(List.of("x"))));
        assertThat(parsed(0).children("Object").get(0).find("Size")).isEmpty();
    }

    @Test
    void aJobWithoutObjectsOrWithTooManyIsRefusedBeforeAnythingIsSent() {
        JobRequest request = put("n");
        assertThat(refused(fake.gateway().jobs().create(request, asked(List.of())))
                        .problem())
                .isEqualTo(Problem.INVALID);
        Iterator<AskedObject> many = IntStream.rangeClosed(0, 500_000)
                .mapToObj(i -> new AskedObject(new ObjectName("o" + i), 0))
                .iterator();
        assertThat(refused(fake.gateway().jobs().create(request, many))).hasMessageContaining("500000");
    }

    @Test
    void theAnswerToldOnceIsAJobWithItsSizes() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()));
        bucketIsAsked();
        Job job = join(fake.gateway().jobs().get(JOB));
        assertThat(job.size()).isEqualTo(new JobSize(2, 4, 2, 30));
        assertThat(job.progress().blobs()).isEqualTo(1);
        assertThat(job.progress().bytes()).isEqualTo(3);
        assertThat(job.store().value()).isEqualTo("primary");
        assertThat(job.owner().name()).isEqualTo("Administrator");
        assertThat(job.created()).isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(job.ending()).isEmpty();
    }

    @Test
    void readyChunksKnowTheWholeObjectsOfTheirBlobs() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("GET", "IN_PROGRESS", twoChunks()))
                .on(
                        "GET /_rest_/job_chunk?job=" + JOB + "&preferred_number_of_chunks=7",
                        200,
                        list("GET", "IN_PROGRESS", chunk(0, blob("a", 0, 5), blob("big", 0, 10))),
                        "Retry-After",
                        "0");
        bucketIsAsked();
        Ready ready = join(fake.gateway().chunks().ready(JOB, 7));
        Chunk chunk = ready.chunks().get(0).chunk();
        assertThat(chunk.blobs()).extracting(Blob::layout).containsExactly(BlobLayout.whole(5), new BlobLayout(25, 10));
        assertThat(chunk.blobs().get(0).pinned()).contains(new VersionToken(VERSION));
        assertThat(ready.chunks().get(0).state().granted()).isTrue();
        assertThat(ready.chunks().get(0).state().evidenceCount()).isZero();
        assertThat(ready.retryAfter()).isZero();
        assertThat(ready.job().size().blobs()).isEqualTo(4);
    }

    @Test
    void anEmptyReadyListSaysWhenToAskAgain() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()))
                .on(
                        "GET /_rest_/job_chunk?job=" + JOB + "&preferred_number_of_chunks=1",
                        200,
                        list("PUT", "IN_PROGRESS", ""),
                        "Retry-After",
                        "3");
        bucketIsAsked();
        Ready ready = join(fake.gateway().chunks().ready(JOB, 1));
        assertThat(ready.chunks()).isEmpty();
        assertThat(ready.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aReadyListOfACanceledJobIsGone() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()))
                .on("GET /_rest_/job_chunk?job=" + JOB + "&preferred_number_of_chunks=1", 410, "");
        assertThat(refused(fake.gateway().chunks().ready(JOB, 1)).problem()).isEqualTo(Problem.GONE);
    }

    @Test
    void allocateWaitsOn503AndGivesTheChunkOtherwise() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()))
                .on(
                        "PUT /_rest_/job_chunk/" + CHUNK_1 + "?operation=allocate",
                        RemoteFake.error(503, "ServiceUnavailable", "no slot is free", "Retry-After", "9"))
                .on("PUT /_rest_/job_chunk/" + CHUNK_1 + "?operation=allocate", 200, chunk(1, blob("big", 20, 5)));
        SpectraGateway gateway = fake.gateway();
        join(gateway.chunks().page(JOB, 0, 10));
        ChunkId chunk = ChunkId.parse(CHUNK_1);
        assertThat(refused(gateway.chunks().allocate(chunk)).retryAfter()).contains(Duration.ofSeconds(9));
        Listing listing = join(gateway.chunks().allocate(chunk));
        assertThat(listing.chunk().job()).isEqualTo(JOB);
        assertThat(listing.chunk().number()).isEqualTo(1);
        assertThat(listing.state().granted()).isTrue();
    }

    @Test
    void aChunkNeverSeenIsLookedUpByItsRecord() {
        fake.on(
                        "GET /_rest_/job_chunk_dao/" + CHUNK_0,
                        200,
                        "<Data><Id>" + CHUNK_0 + "</Id><JobId>" + JOB + "</JobId></Data>")
                .on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()))
                .on("GET /_rest_/job_chunk/" + CHUNK_0, 200, chunk(0, blob("a", 0, 5)));
        Listing listing = join(fake.gateway().chunks().find(ChunkId.parse(CHUNK_0)));
        assertThat(listing.chunk().job()).isEqualTo(JOB);
        assertThat(listing.state().granted()).isFalse();
    }

    @Test
    void laterPagesReadSingleChunksAndNotTheWholeListAgain() {
        StringBuilder chunks = new StringBuilder();
        IntStream.range(0, 9).forEach(i -> chunks.append(chunk(i, blob("o" + i, 0, 1))));
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", chunks.toString()))
                .on("GET /_rest_/job_chunk/c0000000-0000-4000-8000-000000000004", 200, chunk(4, blob("o4", 0, 1)))
                .on("GET /_rest_/job_chunk/c0000000-0000-4000-8000-000000000005", 200, chunk(5, blob("o5", 0, 1)));
        SpectraGateway gateway = fake.gateway();
        assertThat(join(gateway.chunks().page(JOB, 2, 2)))
                .extracting(l -> l.chunk().number())
                .containsExactly(2, 3);
        assertThat(join(gateway.chunks().page(JOB, 4, 2)))
                .extracting(l -> l.chunk().number())
                .containsExactly(4, 5);
        assertThat(join(gateway.chunks().page(JOB, 9, 2))).isEmpty();
    }

    @Test
    void aChunkThatTheServerForgotIsLeftOutOfAPage() {
        String rest = chunk(7, blob("o7", 0, 1)) + chunk(8, blob("o8", 0, 1));
        StringBuilder chunks = new StringBuilder();
        IntStream.range(0, 7).forEach(i -> chunks.append(chunk(i, blob("o" + i, 0, 1))));
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", chunks + rest))
                .on(
                        "GET /_rest_/job_chunk/c0000000-0000-4000-8000-000000000004",
                        RemoteFake.error(404, "NotFound", "no such chunk"))
                .on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", rest));
        SpectraGateway gateway = fake.gateway();
        join(gateway.chunks().page(JOB, 0, 1));
        assertThat(join(gateway.chunks().page(JOB, 4, 2)))
                .extracting(l -> l.chunk().number())
                .containsExactly(7, 8);
    }

    @Test
    void chunksOfOtherServersMayHaveMoreThanAThousandBlobs() {
        String[] blobs =
                IntStream.range(0, 1500).mapToObj(i -> blob("o" + i, 0, 1)).toArray(String[]::new);
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", chunk(0, blobs)));
        assertThat(join(fake.gateway().chunks().page(JOB, 0, 1)).get(0).chunk().blobs())
                .hasSize(1500);
    }

    @Test
    void modifyNamesOnlyWhatChangesAndKeepsTheSizes() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("GET", "IN_PROGRESS", twoChunks()))
                .on("PUT /_rest_/job/" + JOB, 200, list("GET", "IN_PROGRESS", ""));
        bucketIsAsked();
        fake.on(
                "PUT /_rest_/job/" + JOB + "?name=n%2B1&priority=LOW&created_at=2026-01-02T03%3A04%3A05.678Z",
                200,
                list("GET", "IN_PROGRESS", ""));
        SpectraGateway gateway = fake.gateway();
        assertThat(join(gateway.jobs().modify(JOB, JobChange.NOTHING)).size()).isEqualTo(new JobSize(2, 4, 2, 30));
        JobChange change = new JobChange(
                Optional.of("n+1"), Optional.of(Priority.LOW), Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")));
        assertThat(join(gateway.jobs().modify(JOB, change)).id()).isEqualTo(JOB);
    }

    @Test
    void cancelTellsAJobThatStandsAmongTheCanceledOnesOnly() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()));
        bucketIsAsked();
        fake.on("DELETE /_rest_/job/" + JOB + "?force", 204, new String[0])
                .on("GET /_rest_/job/" + JOB, RemoteFake.error(404, "NoSuchJob", "no such job"))
                .on("GET /_rest_/canceled_job/" + JOB, 200, canceledRecord())
                .on("GET /_rest_/bucket/b0000000-0000-4000-8000-000000000000", 200, bucketRecord());
        Job job = join(fake.gateway().jobs().cancel(JOB, "no longer wanted"));
        assertThat(job.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(job.ending().orElseThrow().at()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(job.ending().orElseThrow().reason()).contains("1 of 2 objects failed");
        assertThat(job.size().objects()).isEqualTo(2);
    }

    @Test
    void cancelTellsTheJobAlsoWhereTheServerForgetsIt() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "IN_PROGRESS", twoChunks()));
        bucketIsAsked();
        fake.on("DELETE /_rest_/job/" + JOB + "?force", 204, new String[0])
                .on("GET /_rest_/job/" + JOB, RemoteFake.error(404, "NoSuchJob", "no such job"))
                .on("GET /_rest_/canceled_job/" + JOB, RemoteFake.error(501, "NotImplemented", "not offered"));
        Job job = join(fake.gateway().jobs().cancel(JOB, "no longer wanted"));
        assertThat(job.ending().orElseThrow().reason()).contains("no longer wanted");
        assertThat(job.ending().orElseThrow().at()).isEqualTo(RemoteFake.NOW);
    }

    @Test
    void cancelOfAJobThatHasEndedSendsNoCancel() {
        fake.on("GET /_rest_/job/" + JOB, 200, list("PUT", "COMPLETED", twoChunks()))
                .on(
                        "GET /_rest_/completed_job/" + JOB,
                        200,
                        "<Data><DateCompleted>2026-11-21T11:00:00.000Z</DateCompleted></Data>");
        bucketIsAsked();
        Job job = join(fake.gateway().jobs().cancel(JOB, "late"));
        assertThat(job.ending().orElseThrow().at()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.progress().blobs()).isEqualTo(4);
    }

    @Test
    void listsAreFilteredByStatusNewestFirst() {
        String older = job("Job", "COMPLETED").replace("2026-11-21T10", "2026-11-20T10") + "</Job>";
        String jobs =
                "<Jobs>" + older + job("Job", "COMPLETED") + "</Job>" + job("Job", "IN_PROGRESS") + "</Job></Jobs>";
        fake.on("GET /_rest_/job?full_details", 200, jobs);
        bucketIsAsked();
        List<Job> found = join(fake.gateway().jobs().all(JobFilter.of(EnumSet.of(JobStatus.COMPLETED))));
        assertThat(found)
                .extracting(Job::created)
                .containsExactly(Instant.parse("2026-11-21T10:00:00.123Z"), Instant.parse("2026-11-20T10:00:00.123Z"));
    }

    @Test
    void runningJobsAreListedWithoutHistory() {
        fake.on("GET /_rest_/job", 200, "<Jobs></Jobs>");
        assertThat(join(fake.gateway().jobs().all(JobFilter.running()))).isEmpty();
    }

    private void bucketIsAsked() {
        fake.on("GET /_rest_/bucket/demo", 200, bucketRecord())
                .on(
                        "GET /_rest_/data_policy",
                        200,
                        "<Data><DataPolicy><Id>d0000000-0000-4000-8000-000000000000</Id><Name>primary</Name>"
                                + "<Versioning>KEEP_LATEST</Versioning></DataPolicy></Data>");
    }

    private static String bucketRecord() {
        return "<Data><CreationDate>2026-11-20T08:00:00.000Z</CreationDate>"
                + "<DataPolicyId>d0000000-0000-4000-8000-000000000000</DataPolicyId>"
                + "<Id>b0000000-0000-4000-8000-000000000000</Id><Name>demo</Name>"
                + "<UserId>a0000000-0000-4000-8000-000000000000</UserId></Data>";
    }

    private static String canceledRecord() {
        return "<Data><BucketId>b0000000-0000-4000-8000-000000000000</BucketId><CachedSizeInBytes>3</CachedSizeInBytes>"
                + "<CanceledDueToTimeout>false</CanceledDueToTimeout><CompletedSizeInBytes>3</CompletedSizeInBytes>"
                + "<CreatedAt>2026-11-21T10:00:00.123Z</CreatedAt><DateCanceled>2026-11-21T11:00:00.000Z</DateCanceled>"
                + "<ErrorMessage>1 of 2 objects failed</ErrorMessage><Id>" + JOB + "</Id><Name>n</Name>"
                + "<OriginalSizeInBytes>30</OriginalSizeInBytes><Priority>NORMAL</Priority>"
                + "<RequestType>PUT</RequestType><UserId>a0000000-0000-4000-8000-000000000000</UserId></Data>";
    }

    private RemoteElement parsed(int request) {
        byte[] body = fake.arrived(request).body();
        try {
            return RemoteElement.read(new java.io.ByteArrayInputStream(body), "Objects");
        } catch (javax.xml.stream.XMLStreamException e) {
            throw new AssertionError(e);
        }
    }

    private static JobRequest put(String name) {
        return new JobRequest(JobKind.PUT, DEMO, name, Optional.empty(), Ordering.NONE, OptionalLong.empty());
    }

    private static Iterator<AskedObject> asked(List<String> names) {
        return names.stream()
                .map(name -> new AskedObject(new ObjectName(name), 5))
                .iterator();
    }

    /** Objects a of 5 bytes, InCache, and big of 25 bytes in blobs of 10 that reach over both chunks. */
    private static String twoChunks() {
        return chunk(0, blob("a", 0, 5).replace("false", "true"), blob("big", 0, 10))
                + chunk(1, blob("big", 10, 10), blob("big", 20, 5));
    }

    private static String chunk(int number, String... blobs) {
        return "<Objects ChunkId=\"c0000000-0000-4000-8000-00000000000" + number + "\" ChunkNumber=\"" + number
                + "\" NodeId=\"e0000000-0000-4000-8000-000000000000\">" + String.join("", blobs) + "</Objects>";
    }

    private static String blob(String name, long offset, long length) {
        return "<Object Bucket=\"demo\" Id=\"" + RemoteIds.named(name + offset) + "\" InCache=\"false\" Latest=\"true\""
                + " Length=\"" + length + "\" Name=\"" + name + "\" Offset=\"" + offset + "\" VersionId=\"" + VERSION
                + "\"/>";
    }

    private static String list(String kind, String status, String chunks) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + job("MasterObjectList", status).replace("RequestType=\"PUT\"", "RequestType=\"" + kind + "\"")
                + "<Nodes><Node EndPoint=\"10.1.1.1\" HttpPort=\"80\" Id=\"e0000000-0000-4000-8000-000000000000\"/></Nodes>"
                + chunks + "</MasterObjectList>";
    }

    private static String job(String element, String status) {
        return "<" + element + " Aggregating=\"false\" BucketName=\"demo\" CachedSizeInBytes=\"5\""
                + " ChunkClientProcessingOrderGuarantee=\"NONE\" CompletedSizeInBytes=\"3\" EntirelyInCache=\"false\""
                + " JobId=\"" + JOB + "\" Naked=\"false\" Name=\"n\" OriginalSizeInBytes=\"30\" Priority=\"NORMAL\""
                + " RequestType=\"PUT\" StartDate=\"2026-11-21T10:00:00.123Z\" Status=\"" + status + "\""
                + " UserId=\"a0000000-0000-4000-8000-000000000000\" UserName=\"Administrator\">";
    }
}
