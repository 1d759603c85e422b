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

/** The blobs of jobs one by one, jobs in short, and jobs that could not be made. */
class ServedEntriesTest {

    @TempDir
    static Path directory;

    private static TestNode node;
    private static WireClient root;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
        root = node.root();
        node.ann().send("PUT", "/c");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String put(String name, int size, String query) {
        return root.bring(
                        "PUT",
                        "/_rest_/bucket/c?operation=start_bulk_put" + query,
                        "<Objects><Object Name='" + name + "' Size='" + size + "'/></Objects>")
                .one("/MasterObjectList/@JobId");
    }

    private static Answer list(WireClient client, String target) {
        Answer answer = client.send("GET", "/_rest_/" + target);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @Test
    void theBlobsOfAJobAreRecordsThatArePagedAndFoundByTheirIds() {
        String job = put("five", 5, "&max_upload_size=1");
        root.send("GET", "/_rest_/job_chunk?job=" + job);
        root.bring("PUT", "/c/five?job=" + job + "&offset=2", "x");
        Answer all = list(root, "job_chunk_dao?job_id=" + job);
        assertThat(all.all("/Data/JobEntry/BlobStoreState"))
                .containsExactly("IN_PROGRESS", "IN_PROGRESS", "COMPLETED", "IN_PROGRESS", "IN_PROGRESS");
        assertThat(all.header("total-result-count")).isEqualTo("5");
        List<String> ids = all.all("/Data/JobEntry/Id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(list(root, "job_chunk_dao?page_length=2&page_offset=3&job_id=" + job)
                        .all("//JobEntry/Id"))
                .isEqualTo(ids.subList(3, 5));
        Answer behind = list(root, "job_chunk_dao?page_length=1&page_start_marker=" + ids.get(1) + "&job_id=" + job);
        assertThat(behind.all("//JobEntry/Id")).isEqualTo(ids.subList(2, 3));
        assertThat(behind.header("page-truncated")).isEqualTo("2");

        Answer one = list(root, "job_chunk_dao/" + ids.get(2));
        assertThat(one.all("/Data/*").size()).isEqualTo(13);
        assertThat(one.one("/Data/JobId")).isEqualTo(job);
        assertThat(one.one("/Data/BlobStoreState")).isEqualTo("COMPLETED");
        assertThat(one.one("/Data/BlobId"))
                .isEqualTo(root.send("GET", "/_rest_/job/" + job).one("//Object[@Offset='2']/@Id"));
        assertThat(root.send("GET", "/_rest_/job_chunk_dao/" + TestNode.ID).status())
                .isEqualTo(404);
        assertThat(root.send("GET", "/_rest_/job_chunk_dao").status()).isEqualTo(400);
        assertThat(root.send("GET", "/_rest_/job_chunk_dao?job_id=" + job + "&page_start_marker=" + TestNode.ID)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSummaryTellsWhichChunksAreAtTheirDestination() {
        String job = put("one", 1, "");
        Answer summary = list(root, "job/" + job + "?summary");
        assertThat(summary.one("/JobSummary/@JobId")).isEqualTo(job);
        assertThat(summary.all("/JobSummary/*[position()=1]").size()).isEqualTo(1);
        assertThat(summary.one("/JobSummary/DestinationSummaries/DestinationSummary/Name"))
                .isEqualTo("disk");
        assertThat(summary.all("//IncompleteChunks/JobChunk/@ChunkNumber")).containsExactly("0");
        assertThat(summary.all("//CompletedChunks/JobChunk")).isEmpty();
        assertThat(summary.one("/JobSummary/Summary")).isEqualTo("IN_PROGRESS: 0 of 1 blobs, 0 of 1 bytes");
        root.bring("PUT", "/c/one?job=" + job, "x");
        Answer ended = list(root, "job/" + job + "?summary");
        assertThat(ended.all("//CompletedChunks/JobChunk/@ChunkNumber")).containsExactly("0");
        assertThat(ended.all("//IncompleteChunks/JobChunk")).isEmpty();
    }

    @Test
    void aCreationRefusedForItsDataIsRecordedUntilItIsDeleted() {
        WireClient ann = node.ann();
        for (String missing : List.of("m1", "m2")) {
            assertThat(ann.bring(
                                    "PUT",
                                    "/_rest_/bucket/c?operation=start_bulk_get",
                                    "<Objects><Object Name='" + missing + "'/></Objects>")
                            .status())
                    .isEqualTo(404);
        }
        Answer all = list(ann, "job_creation_failed");
        assertThat(all.all("/Data/JobCreationFailed/UserName")).containsExactly("ann", "ann");
        assertThat(all.all("/Data/JobCreationFailed/Type")).containsOnly("DATA_UNAVAILABLE");
        assertThat(all.all("/Data/JobCreationFailed/ErrorMessage").get(0)).contains("m2");
        assertThat(all.header("total-result-count")).isEqualTo("2");
        assertThat(list(root, "job_creation_failed?user_name=ann&page_length=1").header("page-truncated"))
                .isEqualTo("1");
        assertThat(list(root, "job_creation_failed?user_name=nobody").all("//Id"))
                .isEmpty();
        assertThat(list(root, "job_creation_failed?date=" + all.all("//Date").get(0))
                        .all("//Id"))
                .contains(all.all("//Id").get(0));
        String first = all.all("//Id").get(0);
        assertThat(ann.send("DELETE", "/_rest_/job_creation_failed/" + first).status())
                .isEqualTo(204);
        assertThat(ann.send("DELETE", "/_rest_/job_creation_failed/" + first).status())
                .isEqualTo(404);
        assertThat(ann.send("DELETE", "/_rest_/job_creation_failed").status()).isEqualTo(204);
        assertThat(list(ann, "job_creation_failed").all("//Id")).isEmpty();
    }
}
