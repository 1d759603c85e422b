package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUT jobs taken over from one node by another. */
class ServedReplicationTest {

    private static final List<String> IDS =
            List.of("/*/@JobId", "//@ChunkId", "//Object/@Id", "//Object/@VersionId", "//Object/@Name", "//@Offset");

    @TempDir
    static Path directory;

    private static TestNode from;
    private static TestNode to;
    private static WireClient source;
    private static WireClient target;

    @BeforeAll
    static void start() throws IOException {
        from = new TestNode(directory.resolve("from"));
        to = new TestNode(directory.resolve("to"));
        source = from.root();
        target = to.root();
        List.of("a", "b").forEach(bucket -> {
            source.send("PUT", "/" + bucket);
            target.send("PUT", "/" + bucket);
        });
    }

    @AfterAll
    static void stop() {
        from.close();
        to.close();
    }

    /** A PUT job at the source: a big object in four blobs, a small one, a folder. */
    private static Answer planned(String prefix) {
        Answer made = source.bring(
                "PUT",
                "/_rest_/bucket/a?operation=start_bulk_put&max_upload_size=3&name=moved&priority=HIGH",
                "<Objects><Object Name=\"" + prefix + "big\" Size=\"10\"/><Object Name=\"" + prefix
                        + "sm&quot;all\" Size=\"2\"/><Object Name=\"" + prefix + "dir/\" Size=\"0\"/></Objects>");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made;
    }

    private static String id(Answer job) {
        return job.one("/MasterObjectList/@JobId");
    }

    private static String payload(Answer job) {
        Answer payload = source.send("GET", "/_rest_/job/" + id(job) + "?replicate");
        assertThat(payload.status()).as(payload.text()).isEqualTo(200);
        return payload.text();
    }

    private static Answer replicate(String payload) {
        return target.bring("PUT", "/_rest_/bucket/a?operation=start_bulk_put&replicate", payload);
    }

    private static void assertSameIds(Answer replica, Answer job) {
        assertThat(replica.status()).as(replica.text()).isEqualTo(200);
        IDS.forEach(path -> assertThat(replica.all(path)).as(path).isEqualTo(job.all(path)));
    }

    private static void send(Answer job, int blob, String bytes) {
        String name = job.all("//Object/@Name").get(blob).replace("\"", "%22");
        String offset = job.all("//Object/@Offset").get(blob);
        Answer sent = target.bring("PUT", "/a/" + name + "?job=" + id(job) + "&offset=" + offset, bytes);
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    }

    private static void sendAll(Answer job) {
        List<String> bytes = List.of("012", "345", "678", "9", "xy", "");
        for (int blob = 0; blob < bytes.size(); blob++) {
            send(job, blob, bytes.get(blob));
        }
    }

    private static void assertMessage(Answer refused, int status, String message) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.one("/Error/Message")).contains(message);
    }

    @Test
    void thePayloadNamesEveryBlobChunkAndObject() {
        Answer job = planned("p/");
        Answer payload = source.send("GET", "/_rest_/job/" + id(job) + "?replicate");
        String chunk = job.one("//@ChunkId");
        String object = job.all("//Object/@VersionId").get(0);
        String blob = job.all("//Object/@Id").get(1);
        String bucket = source.send("GET", "/_rest_/bucket/a").one("/Data/Id");
        assertThat(payload.header("Content-Type")).isEqualTo("application/json");
        assertThat(payload.text())
                .startsWith("{\"blobs\":[{\"byteOffset\":0,\"checksum\":null,\"checksumType\":null,\"id\":\"")
                .contains("{\"byteOffset\":3,\"checksum\":null,\"checksumType\":null,\"id\":\"" + blob
                        + "\",\"length\":3,\"objectId\":\"" + object + "\"}")
                .contains("],\"chunks\":[{\"chunkNumber\":0,\"entries\":[{\"blobId\":\"")
                .contains("{\"blobId\":\"" + blob + "\",\"chunkId\":\"" + chunk + "\",\"id\":\"")
                .contains("\"jobId\":\"" + id(job) + "\",\"orderIndex\":2}")
                .contains(
                        "],\"id\":\"" + chunk + "\"}],\"id\":\"" + id(job) + "\",\"objects\":[{\"bucketId\":\"" + bucket
                                + "\",\"creationDate\":null,\"id\":\"" + object
                                + "\",\"latest\":true,\"name\":\"p/big\",\"type\":\"DATA\",\"version\":1},")
                .contains("\"name\":\"p/sm\\\"all\",\"type\":\"DATA\"")
                .endsWith("\"name\":\"p/dir/\",\"type\":\"FOLDER\",\"version\":1}]}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobIsTakenOverWithItsIdsAndRunsToItsEnd(boolean json) {
        Answer job = planned(json ? "j/" : "x/");
        String payload = json
                ? payload(job)
                : source.send("PUT", "/_rest_/active_job/" + id(job)).text();

        Answer replica = replicate(payload);
        assertSameIds(replica, job);
        assertThat(replica.all("//Object/@InCache")).containsOnly("false");
        assertThat(replica.one("/*/@Name")).isEqualTo(json ? "Untitled" : "moved");
        assertThat(replica.one("/*/@Priority")).isEqualTo(json ? "NORMAL" : "HIGH");
        assertThat(replica.one("/*/@OriginalSizeInBytes")).isEqualTo("12");
        assertThat(target.send("GET", "/_rest_/active_job/" + id(job)).one("/Data/Replicating"))
                .isEqualTo("true");
        assertSameIds(target.send("GET", "/_rest_/job_chunk?job=" + id(job)), job);
        assertSameIds(replicate(payload), job);

        sendAll(replica);
        assertThat(target.send("GET", "/_rest_/job/" + id(job)).one("/*/@Status"))
                .isEqualTo("COMPLETED");
        assertThat(target.send("GET", "/a/" + (json ? "j/" : "x/") + "big").text())
                .isEqualTo("0123456789");
        assertThat(target.send("HEAD", "/a/" + (json ? "j/" : "x/") + "big").header("version-id"))
                .isEqualTo(job.all("//Object/@VersionId").get(0));
        assertThat(replicate(payload).status()).isEqualTo(204);
    }

    @Test
    void theQueryCountsBeforeTheList() {
        String list = source.send("PUT", "/_rest_/job/" + id(planned("q/"))).text();
        Answer replica = target.bring("PUT", "/_rest_/bucket/a?operation=START_BULK_PUT&replicate&priority=low", list);
        assertThat(replica.one("/*/@Priority")).isEqualTo("LOW");
        assertMessage(
                target.bring("PUT", "/_rest_/bucket/a?operation=START_BULK_PUT&replicate&priority=CRITICAL", list),
                400,
                "CRITICAL");
    }

    @Test
    void whatIsThereIsNotAskedForAgain() {
        Answer job = planned("t/");
        String payload = payload(job);
        Answer first = replicate(payload);
        for (int blob = 0; blob < 4; blob++) {
            send(first, blob, List.of("012", "345", "678", "9").get(blob));
        }
        assertThat(target.send("DELETE", "/_rest_/job/" + id(job) + "?force").status())
                .isEqualTo(204);
        assertMessage(replicate(payload), 409, "delete its record");
        assertThat(target.send("DELETE", "/_rest_/canceled_job/" + id(job)).status())
                .isEqualTo(204);

        Answer second = replicate(payload);
        assertSameIds(second, job);
        assertThat(second.all("//Object/@InCache")).containsExactly("true", "true", "true", "true", "false", "false");
        assertThat(second.one("/*/@CachedSizeInBytes")).isEqualTo("10");
        send(second, 4, "xy");
        send(second, 5, "");
        assertThat(target.send("GET", "/_rest_/job/" + id(job)).one("/*/@Status"))
                .isEqualTo("COMPLETED");

        target.send("DELETE", "/_rest_/completed_job/" + id(job));
        Answer nothing = replicate(payload);
        assertThat(nothing.status()).isEqualTo(204);
        assertThat(nothing.text()).isEmpty();
        assertThat(target.send("GET", "/_rest_/job/" + id(job)).one("/*/@Status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void idsThatAreInUseElsewhereAre409() {
        Answer job = planned("c/");
        String payload = payload(job);
        String other = "00000000-0000-0000-0000-00000000000c";
        replicate(payload);

        assertMessage(
                target.bring("PUT", "/_rest_/bucket/b?operation=start_bulk_put&replicate", payload), 409, "bucket a");
        assertMessage(replicate(payload.replace("c/big", "c/bigger")), 409, "another plan");
        assertMessage(replicate(payload.replace(id(job), other)), 409, "chunk");
        String chunk = job.one("//@ChunkId");
        assertMessage(replicate(payload.replace(id(job), other).replace(chunk, other)), 409, "is putting object");
        String objects = payload.replace(id(job), other).replace(chunk, other);
        for (String object : job.all("//Object/@VersionId")) {
            objects = objects.replace(object, UUID.randomUUID().toString());
        }
        assertMessage(replicate(objects), 409, "is putting a/c/");

        target.bring("PUT", "/a/there", "x");
        String get = target.bring(
                        "PUT",
                        "/_rest_/bucket/a?operation=start_bulk_get",
                        "<Objects><Object Name=\"there\"/></Objects>")
                .one("/*/@JobId");
        assertMessage(replicate(payload.replace(id(job), get)), 409, "is a GET job");
        assertThat(target.send("GET", "/_rest_/job/" + id(job)).status()).isEqualTo(200);
        assertMessage(target.send("GET", "/_rest_/job/" + get + "?replicate"), 409, "only PUT jobs");
    }

    @Test
    void anotherUsersJobIs403() {
        Answer job = planned("u/");
        replicate(payload(job));
        to.ann().send("PUT", "/anns");
        assertThat(to.ann()
                        .bring("PUT", "/_rest_/bucket/anns?operation=start_bulk_put&replicate", payload(job))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void thePlanMustCoverEveryObject() {
        String payload = payload(planned("w/"));
        assertMessage(replicate(payload.replace("\"byteOffset\":3,", "\"byteOffset\":4,")), 400, "w/big");
        assertMessage(replicate(payload.replace("\"byteOffset\":6,", "\"byteOffset\":3,")), 400, "w/big");
        assertMessage(replicate(payload.replace("\"byteOffset\":0,", "\"byteOffset\":1,")), 400, "w/");
        assertMessage(replicate(payload.replace("w/sm\\\"all", "w/big")), 400, "two objects named w/big");
        assertMessage(replicate(payload.replace("\"length\":2,", "\"length\":-2,")), 400, "length");
        assertMessage(replicate(payload.replace("\"length\":2,", "\"length\":" + Long.MAX_VALUE + ",")), 400, "count");
        assertThat(replicate(payload).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | not well-formed",
                "{ | not well-formed",
                "{\"id\":\"x\"} | not a UUID",
                "{\"id\":7} | no text",
                "{\"blobs\":{}} | no array",
                "{\"blobs\":[7]} | no object",
                "{\"blobs\":[{\"id\":\"00000000-0000-0000-0000-000000000001\"}]} | blob 1 of the payload has no objectId",
                "{} | no id of a job",
                "{\"id\":\"00000000-0000-0000-0000-000000000001\"} | names no object",
                "{\"id\":\"00000000-0000-0000-0000-000000000001\"} {} | goes on",
                "{\"x\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]} | not well-formed",
                "<Objects/> | root is not MasterObjectList",
                "<MasterObjectList/> | has no JobId",
                "<MasterObjectList JobId='00000000-0000-0000-0000-000000000001'/> | names no object",
                "<MasterObjectList JobId='00000000-0000-0000-0000-000000000001' RequestType='GET'/> | only PUT jobs",
                "<MasterObjectList JobId='00000000-0000-0000-0000-000000000001'><Objects ChunkNumber='1'/></MasterObjectList>"
                        + " | no ChunkId"
            })
    void whatIsNoPlanIs400(String payload, String message) {
        assertMessage(replicate(payload == null ? "" : payload), 400, message);
    }

    @Test
    void valuesTooLongAndManyAre400() {
        assertMessage(replicate("{\"objects\":[{\"name\":\"" + "y".repeat(20_000) + "\"}]}"), 400, "not well-formed");
        StringBuilder members = new StringBuilder("{\"blobs\":[{");
        for (int i = 0; i < 40; i++) {
            members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
        }
        assertMessage(replicate(members + "}]}"), 400, "too many members");
    }

    @Test
    void onlyPutJobsAreMadeByReplication() {
        assertMessage(
                target.bring("PUT", "/_rest_/bucket/a?operation=start_bulk_get&replicate", "<Objects/>"),
                400,
                "replicate is for START_BULK_PUT");
    }
}
