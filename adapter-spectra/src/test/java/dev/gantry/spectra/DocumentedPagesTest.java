package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the reference's pages, mended where they are no XML, and each value they name. */
class DocumentedPagesTest {

    private static final List<String> ROOT = List.of(
            "Aggregating",
            "BucketName",
            "CachedSizeInBytes",
            "ChunkClientProcessingOrderGuarantee",
            "CompletedSizeInBytes",
            "EntirelyInCache",
            "JobId",
            "Naked",
            "Name",
            "OriginalSizeInBytes",
            "Priority",
            "RequestType",
            "StartDate",
            "Status",
            "UserId",
            "UserName");

    @TempDir
    static Path directory;

    private static TestNode node;
    private static WireClient root;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
        root = node.root();
        root.send("PUT", "/bucket1");
        root.bring("PUT", "/bucket1/test.aaf", "0123456789");
        root.bring("PUT", "/bucket1/T950.tif", "x");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Answer bulkGet(String bucket, String query, String rootAttributes) {
        return root.bring(
                "PUT",
                "/_rest_/bucket/" + bucket + "?operation=" + query,
                "<Objects" + rootAttributes + "><Object Name=\"test.aaf\"/><Object Name=\"T950.tif\"/></Objects>");
    }

    /** Every attribute and element that the pages name, and no Version. */
    private static void assertDocumented(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        ROOT.forEach(
                name -> assertThat(answer.one("/MasterObjectList/@" + name)).isNotEmpty());
        assertThat(answer.all("/MasterObjectList/@*")).hasSize(ROOT.size());
        assertThat(answer.one("/MasterObjectList/Nodes/Node/@EndPoint")).isEqualTo("127.0.0.1");
        assertThat(answer.one("/MasterObjectList/Nodes/Node/@Id")).isEqualTo(TestNode.ID.toString());
        assertThat(answer.one("/MasterObjectList/Objects/@ChunkNumber")).isEqualTo("0");
        assertThat(answer.one("/MasterObjectList/Objects/@ChunkId")).isNotEmpty();
        assertThat(answer.all("//Object/@Id")).hasSize(2).doesNotHaveDuplicates();
        assertThat(answer.all("//Object/@InCache")).containsExactly("true", "true");
        assertThat(answer.all("//Object/@Latest")).containsExactly("true", "true");
        assertThat(answer.all("//Object/@Length")).containsExactly("10", "1");
        assertThat(answer.all("//Object/@Name")).containsExactly("test.aaf", "T950.tif");
        assertThat(answer.all("//Object/@Offset")).containsExactly("0", "0");
        assertThat(answer.all("//Object/@VersionId")).hasSize(2);
        assertThat(answer.all("//Object/@Version")).isEmpty();
    }

    @Test
    void aBulkGetIsMadeAsItsPageSays() {
        String inRoot = " Priority=\"NORMAL\" chunkClientProcessingOrderGuarantee=\"NONE\"";
        Answer example = bulkGet("bucket1", "start_bulk_get&name=%22GetJob%22", inRoot);
        assertDocumented(example);
        assertThat(example.one("/MasterObjectList/@BucketName")).isEqualTo("bucket1");
        assertThat(example.one("/MasterObjectList/@Name")).isEqualTo("\"GetJob\"");
        assertThat(example.one("/MasterObjectList/@Priority")).isEqualTo("NORMAL");
        assertThat(example.one("/MasterObjectList/@ChunkClientProcessingOrderGuarantee"))
                .isEqualTo("NONE");
        assertThat(example.one("/MasterObjectList/@RequestType")).isEqualTo("GET");
        assertThat(example.one("/MasterObjectList/@OriginalSizeInBytes")).isEqualTo("11");
        assertThat(example.one("/MasterObjectList/@UserName")).isEqualTo("Administrator");
        assertThat(example.one("/MasterObjectList/@Naked")).isEqualTo("false");

        String id = root.send("GET", "/_rest_/bucket/bucket1").one("/Data/Id");
        Answer plain = bulkGet(id, "START_BULK_GET&aggregating=FALSE&implicit_job_id_resolution=FALSE", "");
        assertDocumented(plain);
        assertThat(plain.one("/MasterObjectList/@Aggregating")).isEqualTo("false");
        assertThat(plain.one("/MasterObjectList/@Priority")).isEqualTo("HIGH");
        assertThat(plain.one("/MasterObjectList/@Name")).isEqualTo("Untitled");
        assertThat(plain.one("/MasterObjectList/@ChunkClientProcessingOrderGuarantee"))
                .isEqualTo("IN_ORDER");
        assertDocumented(bulkGet("bucket1", "START_BULK_GET&aggregating=TRUE", ""));
        for (String priority : List.of("URGENT", "HIGH", "NORMAL", "LOW")) {
            Answer asked = bulkGet("bucket1", "START_BULK_GET&priority=" + priority, inRoot);
            assertThat(asked.one("/MasterObjectList/@Priority")).isEqualTo(priority);
        }
        assertDocumented(bulkGet("bucket1", "START_BULK_GET&implicit_job_id_resolution=TRUE", ""));
    }

    @Test
    void anActiveJobIsModifiedAsItsPageSays() {
        String job = bulkGet("bucket1", "START_BULK_GET&name=before", "").one("/MasterObjectList/@JobId");
        Answer example = root.send("PUT", "/_rest_/job/" + job + "?priority=URGENT");
        assertDocumented(example);
        assertThat(example.one("/MasterObjectList/@Priority")).isEqualTo("URGENT");
        assertThat(example.one("/MasterObjectList/@JobId")).isEqualTo(job);

        String active = "/_rest_/active_job/" + job;
        Answer dated = root.send("PUT", active + "?created_at=2015-10-07T22:33:17.000Z&name=after");
        assertDocumented(dated);
        assertThat(dated.one("/MasterObjectList/@StartDate")).isEqualTo("2015-10-07T22:33:17.000Z");
        assertThat(dated.one("/MasterObjectList/@Name")).isEqualTo("after");
        Answer seconds = root.send("PUT", active + "?created_at=1444257197");
        assertThat(seconds.one("/MasterObjectList/@StartDate")).isEqualTo("2015-10-07T22:33:17.000Z");
        for (String priority : List.of("URGENT", "HIGH", "NORMAL", "LOW")) {
            assertThat(root.send("PUT", active + "?priority=" + priority).one("/MasterObjectList/@Priority"))
                    .isEqualTo(priority);
        }
        for (String reserved : List.of("CRITICAL", "BACKGROUND", "HIGHEST")) {
            assertThat(root.send("PUT", active + "?priority=" + reserved).status())
                    .isEqualTo(400);
        }
        assertThat(root.send("PUT", active).one("/MasterObjectList/@Name")).isEqualTo("after");

        root.send("DELETE", active + "?force");
        assertThat(root.send("PUT", active).status()).isEqualTo(404);
        assertThat(root.send("PUT", "/_rest_/job/" + job + "?priority=LOW").status())
                .isEqualTo(400);
    }

    @Test
    void aPutJobIsReplicatedAsItsPageSays() {
        String example = """
                <MasterObjectList Aggregating="FALSE" BucketName="existing_bucket" CachedSizeInBytes="0"
                 ChunkClientProcessingOrderGuarantee="IN_ORDER" CompletedSizeInBytes="0" EntirelyInCache="FALSE"
                 JobId="cce39f77-7570-48e1-92de-235a5b282c1d" Naked="FALSE" Name="Untitled" OriginalSizeInBytes="10"
                 Priority="NORMAL" RequestType="PUT" StartDate="2016-01-21T18:54:21.000Z" Status="IN_PROGRESS"
                 UserId="d0bf86e8-7bba-4507-a0f0-2698fb8fccfa" UserName="test_user">
                 <Nodes><Node EndPoint="blackpearl-hostname" Id="a651430c-22aa-468b-8b4b-42b50627faf3"/></Nodes>
                 <Objects ChunkId="4294b5c2-b4ae-46db-8aca-858805a7a116" ChunkNumber="1">
                  <Object Id="58fa3a04-7711-49b8-aaba-93b91eb93145" InCache="FALSE" Latest="TRUE" Length="10"
                   Name="o1" Offset="0" Version="1"/>
                 </Objects>
                </MasterObjectList>
                """;
        Answer made = root.bring("PUT", "/_rest_/bucket/bucket1?operation=start_bulk_put&replicate", example);
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        ROOT.forEach(name -> assertThat(made.one("/MasterObjectList/@" + name)).isNotEmpty());
        assertThat(made.one("/MasterObjectList/@JobId")).isEqualTo("cce39f77-7570-48e1-92de-235a5b282c1d");
        assertThat(made.one("/MasterObjectList/@RequestType")).isEqualTo("PUT");
        assertThat(made.one("/MasterObjectList/@BucketName")).isEqualTo("bucket1");
        assertThat(made.one("/MasterObjectList/@UserName")).isEqualTo("Administrator");
        assertThat(made.one("//Objects/@ChunkId")).isEqualTo("4294b5c2-b4ae-46db-8aca-858805a7a116");
        assertThat(made.one("//Objects/@ChunkNumber")).isEqualTo("0");
        assertThat(made.one("//Object/@Id")).isEqualTo("58fa3a04-7711-49b8-aaba-93b91eb93145");
        assertThat(made.one("//Object/@InCache")).isEqualTo("false");
        assertThat(made.one("//Object/@Name")).isEqualTo("o1");
        assertThat(made.one("//Object/@Length")).isEqualTo("10");
        Answer again = root.bring("PUT", "/_rest_/bucket/bucket1?operation=start_bulk_put&replicate", example);
        assertThat(again.all("//Object/@*")).isEqualTo(made.all("//Object/@*"));
    }

    @Test
    void theExampleOfGetJobToReplicateIsReplicatedInEveryPriority() {
        String id = root.send("GET", "/_rest_/bucket/bucket1").one("/Data/Id");
        String job = "104c5557-a600-4b23-b838-24c1e0d8a38a";
        String chunk = "f40ccd1b-7a4a-417d-a928-5ff79f68ceeb";
        String blob = "38403a46-79d3-4a94-aa0d-6262399eb43a";
        String object = "5ba8892e-84d6-4886-b68d-00ff72aaf9bc";
        String example = """
                {"blobs": [{"byteOffset":0, "checksum":null, "checksumType":null, "id":"%3$s", "length":10,
                  "objectId":"%4$s"}],
                 "chunks": [{"chunkNumber":1, "entries": [{"blobId":"%3$s", "chunkId":"%2$s",
                  "id":"d1b4660e-5e68-4265-bf7e-22ec6915bb56", "jobId":"%1$s", "orderIndex":1}], "id":"%2$s"}],
                 "id":"%1$s",
                 "objects": [{"bucketId":"8def70a9-0fcb-490d-ad9b-5538838463f6", "creationDate":null, "id":"%4$s",
                  "latest":true, "name":"o2", "type":"DATA", "version":1}]}
                """.formatted(job, chunk, blob, object);
        for (String priority : List.of("URGENT", "HIGH", "NORMAL", "LOW")) {
            Answer made = root.bring(
                    "PUT",
                    "/_rest_/bucket/" + id + "?operation=START_BULK_PUT&replicate&priority=" + priority,
                    example);
            assertThat(made.status()).as(made.text()).isEqualTo(200);
            assertThat(made.one("/MasterObjectList/@Priority")).isEqualTo(priority);
            assertThat(made.one("/MasterObjectList/@JobId")).isEqualTo(job);
            assertThat(made.one("//Objects/@ChunkId")).isEqualTo(chunk);
            assertThat(made.one("//Object/@Id")).isEqualTo(blob);
            assertThat(made.one("//Object/@VersionId")).isEqualTo(object);
            root.send("DELETE", "/_rest_/job/" + job + "?force");
            root.send("DELETE", "/_rest_/canceled_job/" + job);
        }
    }
}
