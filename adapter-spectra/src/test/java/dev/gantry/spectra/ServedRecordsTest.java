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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs as records: three of bucket b are running, two were canceled, one completed; one of bucket c is ann's. */
class ServedRecordsTest {

    @TempDir
    static Path directory;

    private static TestNode node;
    private static WireClient root;
    private static String bucketB;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
        root = node.root();
        root.send("PUT", "/b");
        bucketB = root.send("GET", "/_rest_/bucket/b").one("/Data/Id");
        node.ann().send("PUT", "/c");
        put(root, "b", "done", "");
        String done = put(root, "b", "first", "&priority=LOW");
        root.bring("PUT", "/b/done?job=" + id("done"), "x");
        put(root, "b", "second", "&chunk_client_processing_order_guarantee=NONE");
        put(root, "b", "third", "");
        put(node.ann(), "c", "anns", "");
        get("getdone");
        for (String canceled : List.of("c1", "c2")) {
            root.send("DELETE", "/_rest_/job/" + put(root, "b", canceled, "") + "?force");
        }
        assertThat(done).isNotEmpty();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String put(WireClient client, String bucket, String name, String query) {
        return client.bring(
                        "PUT",
                        "/_rest_/bucket/" + bucket + "?operation=start_bulk_put&name=" + name + query,
                        "<Objects><Object Name='" + name + "' Size='1'/></Objects>")
                .one("/MasterObjectList/@JobId");
    }

    private static void get(String name) {
        root.bring(
                "PUT",
                "/_rest_/bucket/b?operation=start_bulk_get&name=" + name,
                "<Objects><Object Name='done'/></Objects>");
    }

    private static String id(String name) {
        return root.send("GET", "/_rest_/active_job?name=" + name).one("//Id");
    }

    private static Answer list(WireClient client, String target) {
        Answer answer = client.send("GET", "/_rest_/" + target);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "active_job?name=second|second",
                "active_job?priority=low|first",
                "active_job?chunk_client_processing_order_guarantee=none|second",
                "active_job?request_type=GET|getdone",
                "active_job?bucket_id=c|anns",
                "active_job?user_id=ann|anns",
                "active_job?user_id=00000002-0000-0002-0000-000000000002|",
                "active_job?bucket_id=nowhere|",
                "active_job?aggregating=true|",
                "active_job?truncated=true|",
                "active_job?rechunked=2020-01-01T00:00:00.000Z|",
                "active_job?aggregating=false&truncated=false|getdone anns third second first",
                "completed_job?request_type=PUT|done",
                "canceled_job?canceled_due_to_timeout=false|c2 c1",
                "canceled_job?canceled_due_to_timeout=true|",
                "canceled_job?bucket_id=b&page_length=1&page_offset=1|c1",
            })
    void everyFilterOfTheContractNarrowsItsList(String target, String names) {
        Answer answer = list(root, target);
        assertThat(String.join(" ", answer.all("//Name"))).isEqualTo(names == null ? "" : names);
        assertThat(answer.header("page-truncated")).isEqualTo("0");
        assertThat(answer.headerIfAny("total-result-count")).isPresent();
    }

    @Test
    void bucketsAndUsersGoByTheirIdsToo() {
        assertThat(list(root, "active_job?bucket_id=" + bucketB).all("//Name"))
                .containsExactly("getdone", "third", "second", "first");
        assertThat(list(root, "active_job?user_id=" + TestNode.ANN.id()).all("//Name"))
                .containsExactly("anns");
    }

    @Test
    void pagesAreCountedInItemsOrBeginBehindAJob() {
        Answer page = list(root, "active_job?page_length=2&page_offset=1");
        assertThat(page.all("//Name")).containsExactly("anns", "third");
        assertThat(page.header("page-truncated")).isEqualTo("2");
        assertThat(page.header("total-result-count")).isEqualTo("5");
        Answer behind = list(root, "active_job?page_length=2&page_start_marker=" + id("third"));
        assertThat(behind.all("//Name")).containsExactly("second", "first");
        assertThat(list(root, "active_job?page_length=2&last_page").all("//Name"))
                .containsExactly("first");
    }

    @Test
    void theFlagsOfJobsAreFilters() throws IOException {
        try (TestNode own = new TestNode(directory.resolve("flags"))) {
            own.root().send("PUT", "/b");
            put(own.root(), "b", "plain", "");
            put(own.root(), "b", "joined", "&aggregating=true");
            assertThat(list(own.root(), "active_job?aggregating=true").all("//Name"))
                    .containsExactly("joined");
            assertThat(list(own.root(), "active_job?aggregating=false").all("//Name"))
                    .containsExactly("plain");
        }
    }

    @Test
    void aUserSeesAndCountsItsOwnJobsOnly() {
        Answer mine = list(node.ann(), "active_job");
        assertThat(mine.all("//Name")).containsExactly("anns");
        assertThat(mine.header("total-result-count")).isEqualTo("1");
        assertThat(list(node.ann(), "active_job?user_id=Administrator").all("//Name"))
                .isEmpty();
    }

    @Test
    void theListOfJobsTakesABucketAndShowsEndedOnesInFullDetail() {
        assertThat(list(root, "job?bucket_id=" + bucketB).all("/Jobs/Job/@Name"))
                .containsExactly("getdone", "third", "second", "first");
        Answer all = list(root, "job?bucket_id=b&full_details");
        assertThat(all.all("/Jobs/Job/@Name"))
                .containsExactly("getdone", "third", "second", "first", "c2", "c1", "done");
        assertThat(all.all("/Jobs/Job/@Status"))
                .containsExactly(
                        "IN_PROGRESS",
                        "IN_PROGRESS",
                        "IN_PROGRESS",
                        "IN_PROGRESS",
                        "CANCELED",
                        "CANCELED",
                        "COMPLETED");
        assertThat(all.header("total-result-count")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "active_job?priority=HIGHEST",
                "active_job?page_start_marker=00000000-0000-0000-0000-000000000009",
                "active_job?page_start_marker=x",
                "active_job?user_id=nobody",
                "active_job?rechunked=soon",
                "active_job?page_length=0",
                "active_job?aggregating=perhaps"
            })
    void aFilterThatCannotBeIs400(String target) {
        assertThat(root.send("GET", "/_rest_/" + target).status()).isEqualTo(400);
    }
}
