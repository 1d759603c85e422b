package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedJobsTest extends ServedTest {

    private static final String MISSING = "00000000-0000-0000-0000-000000000009";
    private static final String TEN = "0123456789";

    private static String objects(String... namesAndSizes) {
        StringBuilder document = new StringBuilder("<Objects>");
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            document.append("<Object Name=\"").append(namesAndSizes[i]).append("\" Size=\"");
            document.append(namesAndSizes[i + 1]).append("\"/>");
        }
        return document.append("</Objects>").toString();
    }

    private static Answer startPut(String query, String... namesAndSizes) {
        Answer answer = root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_put" + query, objects(namesAndSizes));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static Answer startGet(String... names) {
        String document = "<Objects><Object Name=\"" + String.join("\"/><Object Name=\"", names) + "\"/></Objects>";
        return root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_get", document);
    }

    private static String job(Answer list) {
        return list.one("/MasterObjectList/@JobId");
    }

    private static Answer ready(String job) {
        Answer answer = root.send("GET", "/_rest_/job_chunk?job=" + job);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        return answer;
    }

    private static Answer putBlob(String job, String name, long offset, String bytes) {
        return root.bring("PUT", "/b/" + name + "?job=" + job + "&offset=" + offset, bytes);
    }

    private static List<String> blobs(Answer list) {
        List<String> names = list.all("//Object/@Name");
        List<String> offsets = list.all("//Object/@Offset");
        List<String> blobs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            blobs.add(names.get(i) + "@" + offsets.get(i));
        }
        return blobs;
    }

    @Test
    void aPutJobRunsAsTheSdkDrivesIt() {
        Answer created = startPut("&name=%22my%20job%22&priority=URGENT&max_upload_size=4", "j/a", "10", "j/dir/", "0");
        String job = job(created);
        assertThat(created.one("/MasterObjectList/@Name")).isEqualTo("\"my job\"");
        assertThat(created.one("/MasterObjectList/@Priority")).isEqualTo("URGENT");
        assertThat(created.one("/MasterObjectList/@RequestType")).isEqualTo("PUT");
        assertThat(created.one("/MasterObjectList/@Status")).isEqualTo("IN_PROGRESS");
        assertThat(created.one("/MasterObjectList/@OriginalSizeInBytes")).isEqualTo("10");
        assertThat(created.one("/MasterObjectList/Nodes/Node/@Id")).isEqualTo(TestNode.ID.toString());
        assertThat(blobs(created)).containsExactly("j/a@0", "j/a@4", "j/a@8", "j/dir/@0");
        assertThat(created.all("//Object/@InCache")).containsOnly("false");
        assertThat(created.all("//Object/@Latest")).containsOnly("true");
        assertThat(created.all("//Object/@Bucket")).containsOnly("b");
        assertThat(created.all("//Object/@Length")).containsExactly("4", "4", "2", "0");
        assertThat(new HashSet<>(created.all("//Object/@Id"))).hasSize(4);

        Answer first = ready(job);
        assertThat(first.header("Retry-After")).isEqualTo("0");
        assertThat(blobs(first)).isEqualTo(blobs(created));
        assertThat(putBlob(job, "j/a", 0, "0123").status()).isEqualTo(200);
        assertThat(root.send("HEAD", "/b/j/a").status()).isEqualTo(404);
        Answer between = ready(job);
        assertThat(between.one("//Object[@Name='j/a'][@Offset='0']/@InCache")).isEqualTo("true");
        assertThat(Long.parseLong(between.one("/MasterObjectList/@CachedSizeInBytes")))
                .isEqualTo(4);
        putBlob(job, "j/a", 8, "89");
        putBlob(job, "j/a", 4, "4567");
        assertThat(root.send("HEAD", "/b/j/a").header("Content-Length")).isEqualTo("10");
        assertThat(putBlob(job, "j/dir/", 0, "").status()).isEqualTo(200);

        Answer done = root.send("GET", "/_rest_/job/" + job);
        assertThat(done.one("/MasterObjectList/@Status")).isEqualTo("COMPLETED");
        assertThat(done.one("/MasterObjectList/@CachedSizeInBytes")).isEqualTo("10");
        assertThat(done.one("/MasterObjectList/@CompletedSizeInBytes")).isEqualTo("10");
        assertThat(ready(job).all("//Object/@InCache")).containsOnly("true");
        assertThat(root.send("GET", "/_rest_/active_job/" + job).status()).isEqualTo(404);
        assertThat(root.send("GET", "/_rest_/completed_job/" + job).one("/Data/Id"))
                .isEqualTo(job);
        assertThat(root.send("PUT", "/_rest_/job/" + job).status()).isEqualTo(400);
        assertThat(root.send("PUT", "/_rest_/active_job/" + job).status()).isEqualTo(404);
        assertThat(root.send("DELETE", "/_rest_/job/" + job + "?force").status())
                .isEqualTo(204);
    }

    @Test
    void aGetJobIsReadToItsEndWithTheSameBlobsInEveryAnswer() {
        String put = job(startPut("&max_upload_size=6", "g/a", "10", "g/b", "10"));
        for (String name : List.of("g/a", "g/b")) {
            putBlob(put, name, 0, "012345");
            putBlob(put, name, 6, "6789");
        }
        Answer created = startGet("g/b", "g/a");
        String job = job(created);
        assertThat(created.one("/MasterObjectList/@RequestType")).isEqualTo("GET");
        assertThat(created.all("//Object/@InCache")).containsOnly("true");
        Set<String> read = new HashSet<>();
        while (read.size() < 4) {
            Answer ready = ready(job);
            assertThat(ready.all("//Object/@InCache")).containsOnly("true");
            assertThat(created.all("//Object/@Id")).containsAll(ready.all("//Object/@Id"));
            for (int i = 0; i < blobs(ready).size(); i++) {
                String[] blob = blobs(ready).get(i).split("@");
                String version = ready.all("//Object/@VersionId").get(i);
                Answer got = root.send(
                        "GET", "/b/" + blob[0] + "?job=" + job + "&offset=" + blob[1] + "&version_id=" + version);
                assertThat(got.status()).isEqualTo(200);
                assertThat(got.text()).isEqualTo(blob[1].equals("0") ? "012345" : "6789");
                assertThat(got.headers().startingWith("content-md5")).hasSize(1);
                read.add(blobs(ready).get(i));
            }
        }
        assertThat(root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status"))
                .isEqualTo("COMPLETED");
        assertThat(root.send("HEAD", "/b/g/a").header("ds3-blob-checksum-offset-6"))
                .isNotEmpty();
        assertThat(root.send("HEAD", "/b/g/a").header("ETag")).endsWith("-2\"");
    }

    @Test
    void aRangeIsInTheObjectAndSignOfLifeListsWhatIsStillToBeRead() {
        String put = job(startPut("&max_upload_size=5", "r/a", "10"));
        putBlob(put, "r/a", 0, "01234");
        putBlob(put, "r/a", 5, "56789");
        String job = job(startGet("r/a"));
        ready(job);
        Answer part = root.send("GET", "/b/r/a?job=" + job + "&offset=5", "Range", "bytes=7-9");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("789");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 7-9/10");
        assertThat(root.send("GET", "/b/r/a?job=" + job + "&offset=5", "Range", "bytes=0-2")
                        .status())
                .isEqualTo(416);
        assertThat(root.send("GET", "/b/r/a?job=" + job + "&offset=0").text()).isEqualTo("01234");
        Answer resumed = root.send("PUT", "/_rest_/job/" + job);
        assertThat(blobs(resumed)).containsExactly("r/a@5");
        assertThat(blobs(root.send("GET", "/_rest_/job/" + job))).containsExactly("r/a@0", "r/a@5");
        assertThat(blobs(ready(job))).contains("r/a@5");
    }

    @Test
    void aJobIsChangedListedAndCanceled() {
        String job = job(startPut("", "c/a", "10"));
        Answer changed =
                root.send("PUT", "/_rest_/active_job/" + job + "?priority=low&name=other&created_at=1700000000123");
        assertThat(changed.one("/MasterObjectList/@Priority")).isEqualTo("LOW");
        assertThat(changed.one("/MasterObjectList/@Name")).isEqualTo("other");
        assertThat(changed.one("/MasterObjectList/@StartDate")).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(root.send("PUT", "/_rest_/job/" + job + "?priority=CRITICAL").status())
                .isEqualTo(400);
        assertThat(root.send("GET", "/_rest_/job").all("/Jobs/Job/@JobId")).contains(job);
        assertThat(root.send("GET", "/_rest_/job?bucket_id=b")
                        .one("/Jobs/Job[@JobId='" + job + "']/Nodes/Node/@EndPoint"))
                .isEqualTo("127.0.0.1");
        Answer active = root.send("GET", "/_rest_/active_job?name=other");
        assertThat(active.one("/Data/Job/Id")).isEqualTo(job);
        assertThat(active.header("total-result-count")).isEqualTo("1");
        assertThat(root.send("GET", "/_rest_/active_job/" + job).one("/Data/BucketId"))
                .isEqualTo(root.send("GET", "/_rest_/bucket/b").one("/Data/Id"));

        assertThat(root.send("DELETE", "/_rest_/active_job/" + job + "?force").status())
                .isEqualTo(204);
        assertThat(root.send("DELETE", "/_rest_/job/" + job + "?force").status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/job").all("/Jobs/Job/@JobId")).doesNotContain(job);
        assertThat(root.send("GET", "/_rest_/job?full_details").one("/Jobs/Job[@JobId='" + job + "']/@Status"))
                .isEqualTo("CANCELED");
        assertThat(root.send("GET", "/_rest_/canceled_job").all("/Data/CanceledJob/Id"))
                .contains(job);
        assertThat(putBlob(job, "c/a", 0, TEN).status()).isEqualTo(410);
        assertThat(root.send("GET", "/_rest_/job_chunk?job=" + job).status()).isEqualTo(410);
        assertThat(job(startPut("", "c/a", "10"))).isNotEqualTo(job);
    }

    @Test
    void everyJobIsCanceledAtOnceOfOneKindOrBucket() {
        root.send("PUT", "/all");
        root.bring("PUT", "/_rest_/bucket/all?operation=start_bulk_put", objects("k", "1"));
        assertThat(root.send("DELETE", "/_rest_/job?force&bucket_id=all&request_type=GET")
                        .status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/job?bucket_id=all").all("//Job")).hasSize(1);
        assertThat(root.send("DELETE", "/_rest_/active_job?force&bucket_id=all").status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/job?bucket_id=all").text()).endsWith("<Jobs></Jobs>");
    }

    @Test
    void aChunkIsAllocatedAndShownAsOldClientsAsk() {
        String job = job(startPut("", "o/a", "10"));
        String chunk = root.send("GET", "/_rest_/job/" + job).one("//Objects/@ChunkId");
        Answer allocated = root.send("PUT", "/_rest_/job_chunk/" + chunk + "?operation=allocate");
        assertThat(allocated.status()).as(allocated.text()).isEqualTo(200);
        assertThat(allocated.one("/Objects/@ChunkId")).isEqualTo(chunk);
        assertThat(allocated.one("/Objects/Object/@InCache")).isEqualTo("false");
        assertThat(root.send("GET", "/_rest_/job_chunk/" + chunk).one("/Objects/Object/@Name"))
                .isEqualTo("o/a");
        assertThat(root.send("GET", "/_rest_/job_chunk?job=" + job + "&job_chunk=" + chunk)
                        .one("//Objects/@ChunkId"))
                .isEqualTo(chunk);
        assertThat(root.send("GET", "/_rest_/job_chunk?job=" + job + "&job_chunk=" + MISSING)
                        .all("//Objects"))
                .isEmpty();
        assertThat(root.send("GET", "/_rest_/job_chunk/" + MISSING).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b|&priority=CRITICAL|<Objects><Object Name='x' Size='1'/></Objects>|400",
                "b|&priority=BACKGROUND|<Objects><Object Name='x' Size='1'/></Objects>|400",
                "b|&priority=SOON|<Objects><Object Name='x' Size='1'/></Objects>|400",
                "b||<Objects Priority='CRITICAL'><Object Name='x' Size='1'/></Objects>|400",
                "b|&name=%01|<Objects><Object Name='x' Size='1'/></Objects>|400",
                "b|&max_upload_size=0|<Objects><Object Name='x' Size='1'/></Objects>|400",
                "b||<Objects></Objects>|400",
                "b||<Objects><Object Name='x'/></Objects>|400",
                "b||<Objects><Object Name='x' Size='1'/><Object Name='x' Size='1'/></Objects>|400",
                "b||<Objects><Object Name='x' Size='1'>|400",
                "b||<Wrong/>|400",
                "none||<Objects><Object Name='x' Size='1'/></Objects>|404"
            })
    void aPutJobThatCannotBeIsRefusedAndLeavesNothing(String bucket, String query, String document, int status) {
        String target = "/_rest_/bucket/" + bucket + "?operation=START_BULK_PUT" + (query == null ? "" : query);
        Answer answer = root.bring("PUT", target, document);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(root.send("GET", "/_rest_/active_job?bucket_id=b").text()).doesNotContain("<Name>x</Name>");
    }

    @Test
    void aGetJobTakesObjectsAndPartsThatAreThere() {
        root.bring("PUT", "/b/w/a", TEN);
        String version = root.send("HEAD", "/b/w/a").header("version-id");
        assertThat(startGet("w/none").one("/Error/Code")).isEqualTo("NoSuchKey");
        String whole = "<Objects><Object Name='w/a' Offset='0' Length='10' VersionId='" + version + "'/></Objects>";
        assertThat(root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_get", whole)
                        .status())
                .isEqualTo(200);
        String behind = "<Objects><Object Name='w/a' Offset='10' Length='3'/></Objects>";
        assertThat(root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_get", behind)
                        .status())
                .isEqualTo(400);
        String old = "<Objects><Object Name='w/a' VersionId='" + MISSING + "'/></Objects>";
        assertThat(root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_get", old)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aGetJobOfPartsListsTheBlobsThatHoldThemAndEndsWithThem() {
        String put = job(startPut("&max_upload_size=4", "pt/a", "10"));
        putBlob(put, "pt/a", 0, "0123");
        putBlob(put, "pt/a", 4, "4567");
        putBlob(put, "pt/a", 8, "89");
        String parts = "<Objects><Object Name='pt/a' Offset='9' Length='1'/><Object Name='pt/a' Offset='1' Length='1'/>"
                + "<Object Name='pt/a' Offset='3' Length='1'/></Objects>";
        Answer created = root.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_get", parts);
        assertThat(blobs(created)).containsExactly("pt/a@0", "pt/a@8");
        String job = job(created);
        Answer ready = ready(job);
        assertThat(blobs(ready)).isEqualTo(blobs(created));
        assertThat(ready.all("//Object/@InCache")).isEqualTo(created.all("//Object/@InCache"));
        Answer two = root.send("GET", "/b/pt/a?job=" + job + "&offset=0", "Range", "bytes=1-1,3-3");
        assertThat(two.text()).isEqualTo("13");
        assertThat(root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status"))
                .isEqualTo("IN_PROGRESS");
        root.send("GET", "/b/pt/a?job=" + job + "&offset=8", "Range", "bytes=9-9");
        assertThat(root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void aBlobIsTakenOnlyAsItWasPlanned() {
        String job = job(startPut("&max_upload_size=6", "p/a", "10"));
        ready(job);
        assertThat(putBlob(job, "p/a", 3, "345678").one("/Error/Code")).isEqualTo("NoSuchBlob");
        assertThat(putBlob(job, "p/b", 0, "0").status()).isEqualTo(404);
        assertThat(putBlob(job, "p/a", 0, "01234").one("/Error/Code")).isEqualTo("IncompleteBody");
        assertThat(putBlob(job, "p/a", 0, "012345").status()).isEqualTo(200);
        assertThat(putBlob(job, "p/a", 0, "012345").status()).isEqualTo(200);
        assertThat(putBlob(job, "p/a", 0, "X12345").one("/Error/Code")).isEqualTo("CONFLICT");
        assertThat(putBlob(job, "p/a", 6, "6789").status()).isEqualTo(200);
        assertThat(root.send("GET", "/b/p/a").text()).isEqualTo(TEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_rest_/job/" + MISSING,
                "/_rest_/active_job/" + MISSING,
                "/_rest_/completed_job/" + MISSING,
                "/_rest_/job_chunk?job=" + MISSING
            })
    void aJobThatNeverWasIs404(String target) {
        assertThat(root.send("GET", target).one("/Error/Code")).isEqualTo("NoSuchJob");
    }

    @Test
    void aJobIdThatIsNoneIs400() {
        assertThat(root.send("GET", "/_rest_/job/17").status()).isEqualTo(400);
        assertThat(root.send("GET", "/_rest_/job_chunk").status()).isEqualTo(400);
        assertThat(root.send("GET", "/_rest_/job_chunk?job=" + MISSING + "&preferred_number_of_chunks=0")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aJobIsTruncatedWithoutForceAndShrinksToWhatHasCome() {
        String job = job(startPut("", "tr/a", "3", "tr/b", "5"));
        putBlob(job, "tr/a", 0, "abc");
        assertThat(root.send("DELETE", "/_rest_/job/" + job).status()).isEqualTo(204);
        Answer cut = root.send("GET", "/_rest_/job/" + job);
        assertThat(cut.one("/MasterObjectList/@OriginalSizeInBytes")).isEqualTo("3");
        assertThat(blobs(cut)).containsExactly("tr/a@0");
        assertThat(root.send("GET", "/_rest_/active_job/" + job).one("/Data/Truncated"))
                .isEqualTo("true");
        assertThat(putBlob(job, "tr/b", 0, "abcde").status()).isEqualTo(410);
        assertThat(startPut("", "tr/b", "1").status()).isEqualTo(200);
        String none = job(startPut("", "tr/c", "5"));
        assertThat(root.send("DELETE", "/_rest_/active_job/" + none).status()).isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/canceled_job/" + none).one("/Data/CanceledDueToTimeout"))
                .isEqualTo("false");
    }

    @Test
    void aProtectedJobIs403AndWhatAJobWasAskedForIsShown() {
        String asked = "&protected=TRUE&dead_job_cleanup_allowed=false&minimize_spanning_across_media=true"
                + "&verify_after_write=true&implicit_job_id_resolution=true&force&pre_allocate_job_space";
        String job = job(startPut(asked, "pr/a", "3"));
        Answer record = root.send("GET", "/_rest_/active_job/" + job);
        for (String flag :
                List.of("Protected", "MinimizeSpanningAcrossMedia", "VerifyAfterWrite", "ImplicitJobIdResolution")) {
            assertThat(record.one("/Data/" + flag)).as(flag).isEqualTo("true");
        }
        assertThat(record.one("/Data/DeadJobCleanupAllowed")).isEqualTo("false");
        assertThat(root.send("DELETE", "/_rest_/job/" + job).status()).isEqualTo(403);
        assertThat(root.send("DELETE", "/_rest_/job/" + job + "?force").status())
                .isEqualTo(403);
        root.send("PUT", "/_rest_/active_job/" + job + "?protected=false&dead_job_cleanup_allowed=true&priority=LOW");
        Answer changed = root.send("GET", "/_rest_/active_job/" + job);
        assertThat(changed.one("/Data/Protected")).isEqualTo("false");
        assertThat(changed.one("/Data/DeadJobCleanupAllowed")).isEqualTo("true");
        assertThat(changed.one("/Data/Priority")).isEqualTo("LOW");
        assertThat(root.send("DELETE", "/_rest_/job/" + job + "?force").status())
                .isEqualTo(204);
    }

    @Test
    void jobsAreTruncatedAllOfOneBucketAndForgottenOneAndAll() {
        root.send("PUT", "/history");
        String document = "<Objects><Object Name='x' Size='1'/></Objects>";
        String start = "/_rest_/bucket/history?operation=start_bulk_put";
        String first = job(root.bring("PUT", start, document));
        assertThat(root.send("DELETE", "/_rest_/job?bucket_id=history").status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/job?bucket_id=history").all("//Job"))
                .isEmpty();
        String second = job(root.bring("PUT", start, document));
        assertThat(root.send("DELETE", "/_rest_/canceled_job/" + second).status())
                .isEqualTo(404);
        root.send("DELETE", "/_rest_/active_job?bucket_id=history&request_type=PUT&force");
        assertThat(root.send("DELETE", "/_rest_/completed_job/" + first).status())
                .isEqualTo(404);
        assertThat(root.send("DELETE", "/_rest_/canceled_job/" + first).status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/job/" + first).status()).isEqualTo(404);
        assertThat(root.send("DELETE", "/_rest_/canceled_job").status()).isEqualTo(204);
        assertThat(root.send("GET", "/_rest_/canceled_job").all("//CanceledJob"))
                .isEmpty();
        assertThat(root.send("GET", "/_rest_/job/" + second).status()).isEqualTo(404);
    }

    private static Answer started(String operation, String document) {
        Answer answer = root.bring("PUT", "/_rest_/bucket/b?operation=" + operation, document);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static String statusOnceEnded(String job) {
        String status = "IN_PROGRESS";
        while (status.equals("IN_PROGRESS")) {
            status = root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status");
        }
        return status;
    }

    @Test
    void objectsAreVerifiedAndStagedByTheNodeItself() {
        root.bring("PUT", "/b/v/a", TEN);
        String document = "<Objects><Object Name='v/a'/></Objects>";
        Answer verify = started("START_BULK_VERIFY&name=check&aggregating=false", document);
        assertThat(verify.one("/MasterObjectList/@RequestType")).isEqualTo("VERIFY");
        assertThat(verify.one("/MasterObjectList/@Priority")).isEqualTo("LOW");
        assertThat(statusOnceEnded(job(verify))).isEqualTo("COMPLETED");
        assertThat(root.send("GET", "/_rest_/completed_job/" + job(verify)).one("/Data/CompletedSizeInBytes"))
                .isEqualTo("10");
        Answer stage = started("start_bulk_stage", document);
        assertThat(statusOnceEnded(job(stage))).isEqualTo("COMPLETED");
        assertThat(root.bring(
                                "PUT",
                                "/_rest_/bucket/b?operation=start_bulk_verify",
                                "<Objects><Object Name='none'/></Objects>")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whetherAPutJobCouldBeginIsAnsweredWithoutADocument() {
        Answer safe = root.send("PUT", "/_rest_/bucket/b?operation=verify_safe_to_start_bulk_put");
        assertThat(safe.status()).isEqualTo(200);
        assertThat(safe.text()).isEmpty();
        assertThat(root.send("PUT", "/_rest_/bucket/none?operation=verify_safe_to_start_bulk_put")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aRequestWithoutJobFindsTheJobThatLetsItselfBeFound() {
        String job = job(startPut("&implicit_job_id_resolution=true&max_upload_size=2", "im/a", "3"));
        assertThat(root.bring("PUT", "/b/im/a?offset=2", "c").status()).isEqualTo(200);
        assertThat(root.bring("PUT", "/b/im/a?offset=0", "ab").status()).isEqualTo(200);
        assertThat(statusOnceEnded(job)).isEqualTo("COMPLETED");
        assertThat(root.bring("PUT", "/b/im/a?offset=2", "c").status()).isEqualTo(400);
    }

    @Test
    void objectsThatAreThereAreLeftOutWhereNamingConflictsAreIgnored() {
        root.bring("PUT", "/b/ig/a", TEN);
        Answer some = startPut("&ignore_naming_conflicts", "ig/a", "10", "ig/b", "1");
        assertThat(blobs(some)).containsExactly("ig/b@0");
        Answer none = startPut("&ignore_naming_conflicts", "ig/a", "10");
        assertThat(blobs(none)).isEmpty();
        assertThat(none.one("/MasterObjectList/@Status")).isEqualTo("COMPLETED");
    }

    @Test
    void aggregatingCreationsShareOneJobAndEachHearsOfItsOwnBlobs() {
        Answer first = startPut("&aggregating=true", "ag/a", "1");
        Answer second = startPut("&aggregating=true", "ag/b", "1");
        String job = job(first);
        assertThat(job(second)).isEqualTo(job);
        assertThat(blobs(second)).containsExactly("ag/b@0");
        assertThat(second.one("/MasterObjectList/@Aggregating")).isEqualTo("true");
        assertThat(second.one("/MasterObjectList/@OriginalSizeInBytes")).isEqualTo("2");
        assertThat(blobs(ready(job))).containsExactly("ag/a@0", "ag/b@0");
        Answer closed = root.send("PUT", "/_rest_/job/" + job + "?close_aggregating_job");
        assertThat(closed.one("/MasterObjectList/@Aggregating")).isEqualTo("false");
        assertThat(job(startPut("&aggregating=true", "ag/c", "1"))).isNotEqualTo(job);
        putBlob(job, "ag/b", 0, "b");
        putBlob(job, "ag/a", 0, "a");
        assertThat(statusOnceEnded(job)).isEqualTo("COMPLETED");
    }
}
