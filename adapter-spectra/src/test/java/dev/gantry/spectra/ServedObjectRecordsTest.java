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

/** Objects as records: root's bucket b has a, d/, d/x and big, ann's bucket c has a and c. */
class ServedObjectRecordsTest {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000009";
    private static final List<String> MEDIA = List.of("AzureTargets", "Ds3Targets", "Pools", "S3Targets", "Tapes");

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
        node.ann().send("PUT", "/c");
        bucketB = root.send("GET", "/_rest_/bucket/b").one("/Data/Id");
        root.bring("PUT", "/b/a", "x");
        root.bring("PUT", "/b/d/", "");
        root.bring("PUT", "/b/d/x", "12");
        String job = root.bring(
                        "PUT",
                        "/_rest_/bucket/b?operation=start_bulk_put&max_upload_size=2",
                        "<Objects><Object Name='big' Size='3'/></Objects>")
                .one("/MasterObjectList/@JobId");
        root.bring("PUT", "/b/big?offset=0&job=" + job, "01");
        root.bring("PUT", "/b/big?offset=2&job=" + job, "2");
        node.ann().bring("PUT", "/c/a", "");
        node.ann().bring("PUT", "/c/c", "y");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Answer get(WireClient client, String target) {
        Answer answer = client.send("GET", "/_rest_/" + target);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object|a a big c d/ d/x|0|6",
                "object?bucket_id=b|a big d/ d/x|0|4",
                "object?bucket_id=b&page_length=2&page_offset=1|big d/|1|4",
                "object?bucket_id=b&page_length=3&last_page|d/x|0|4",
                "object?bucket_id=b&page_offset=9|NONE|0|4",
                "object?name=a|a a|0|2",
                "object?name=a&bucket_id=c|a|0|1",
                "object?name=%2A|NONE|0|0",
                "object?bucket_id=b&folder=d|d/ d/x|0|2",
                "object?bucket_id=b&type=FOLDER|d/|0|1",
                "object?bucket_id=b&type=data&latest=true|a big d/x|0|3",
                "object?bucket_id=b&latest=false|NONE|0|0",
                "object?bucket_id=b&start_date=99999999999999|NONE|0|0",
                "object?bucket_id=b&start_date=1&end_date=99999999999999|a big d/ d/x|0|4",
            })
    void listsAreSortedByNameFilteredAndPaged(String target, String names, String left, String total) {
        Answer answer = get(root, target);
        String found = String.join(" ", answer.all("/Data/S3Object/Name"));
        assertThat(found.isEmpty() ? "NONE" : found).isEqualTo(names);
        assertThat(answer.header("page-truncated")).isEqualTo(left);
        assertThat(answer.header("total-result-count")).isEqualTo(total);
    }

    @Test
    void aPageCanBeginBehindAnObjectAndAUserSeesItsOwnBucketsOnly() {
        String big = get(root, "object?name=big").one("//Id");
        assertThat(get(root, "object?bucket_id=" + bucketB + "&page_start_marker=" + big)
                        .all("//Name"))
                .containsExactly("d/", "d/x");
        assertThat(get(node.ann(), "object").all("//Name")).containsExactly("a", "c");
    }

    @Test
    void fullDetailsTellSizeBlobsAndOwner() {
        Answer answer = get(root, "object?bucket_id=b&name=big&full_details&include_physical_placement");
        assertThat(answer.one("/Data/Object/Size")).isEqualTo("3");
        assertThat(answer.one("/Data/Object/BlobsTotal")).isEqualTo("2");
        assertThat(answer.one("/Data/Object/BlobsInCache")).isEqualTo("2");
        assertThat(answer.one("/Data/Object/BlobsDegraded")).isEqualTo("0");
        assertThat(answer.one("/Data/Object/Owner")).isEqualTo("Administrator");
        assertThat(answer.one("/Data/Object/BucketId")).isEqualTo(bucketB);
        assertThat(answer.one("/Data/Object/Type")).isEqualTo("DATA");
        assertThat(answer.all("/Data/Object/Blobs/Object/@Offset")).containsExactly("0", "2");
        assertThat(answer.all("/Data/Object/Blobs/Object[1]/PhysicalPlacement/*"))
                .hasSize(5);
        assertThat(get(root, "object?bucket_id=b&name=big&full_details").all("//Blobs"))
                .isEmpty();
    }

    @Test
    void oneObjectIsShownByItsNameWithSlashes() {
        Answer x = get(root, "object/d/x?bucket_id=b");
        assertThat(x.one("/Data/Name")).isEqualTo("d/x");
        assertThat(x.one("/Data/Type")).isEqualTo("DATA");
        assertThat(x.one("/Data/Latest")).isEqualTo("true");
        assertThat(get(root, "object/d/?bucket_id=" + bucketB).one("/Data/Type"))
                .isEqualTo("FOLDER");
    }

    @ParameterizedTest
    @CsvSource({
        "object?bucket_id=nowhere,404",
        "object/nothing?bucket_id=b,404",
        "object/a,400",
        "object?type=TAPE,400",
        "object?bucket_id=b&page_start_marker=" + NOBODY + ",400",
        "object?name=a&folder=d,400",
        "object?bucket_id=b&start_date=soon,400"
    })
    void whatCannotBeListedIsRefused(String target, int status) {
        assertThat(root.send("GET", "/_rest_/" + target).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "GET"})
    void placementHasFiveEmptyListsAndInFullDetailEveryBlob(String method) {
        String target =
                "/_rest_/bucket/b?operation=" + (method.equals("PUT") ? "get" : "verify") + "_physical_placement";
        String asked = "<Objects><Object Name='a'/><Object Name='big'/></Objects>";
        Answer summary = root.bring(method, target, asked);
        assertThat(summary.status()).as(summary.text()).isEqualTo(200);
        for (String media : MEDIA) {
            assertThat(summary.text()).contains("<" + media + "></" + media + ">");
        }
        Answer details = root.bring(method, target + "&full_details&storage_domain=any", asked);
        assertThat(details.all("/Data/Object/@Name")).containsExactly("a", "big", "big");
        assertThat(details.all("/Data/Object/@Offset")).containsExactly("0", "0", "2");
        assertThat(details.all("/Data/Object/PhysicalPlacement/*")).hasSize(15);
    }

    @Test
    void anObjectThatIsNotThereIsNoErrorToGetAndOneToVerifyItsPlacement() {
        String asked = "<Objects><Object Name='a'/><Object Name='missing'/></Objects>";
        Answer known = root.bring("PUT", "/_rest_/bucket/b?operation=get_physical_placement&full_details", asked);
        assertThat(known.all("/Data/Object/@Name")).containsExactly("a");
        Answer unknown = root.bring("GET", "/_rest_/bucket/b?operation=verify_physical_placement", asked);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.one("/Error/Message")).contains("missing");
        String many =
                "<Objects>" + "<Object Name='missing'/>".repeat(PlacementOperations.MAX_OBJECTS + 1) + "</Objects>";
        assertThat(root.bring("PUT", "/_rest_/bucket/b?operation=get_physical_placement", many)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFolderGoesAloneOnlyIfNothingIsInIt() {
        root.bring("PUT", "/b/f/", "");
        root.bring("PUT", "/b/f/y", "");
        Answer full = root.send("DELETE", "/_rest_/folder/f?bucket_id=b");
        assertThat(full.status()).isEqualTo(409);
        assertThat(root.send("HEAD", "/b/f/").status()).isEqualTo(200);
        root.send("DELETE", "/b/f/y");
        assertThat(root.send("DELETE", "/_rest_/folder/f?bucket_id=" + bucketB).status())
                .isEqualTo(204);
        assertThat(root.send("HEAD", "/b/f/").status()).isEqualTo(404);
        assertThat(root.send("DELETE", "/_rest_/folder/f?bucket_id=b").status()).isEqualTo(404);
    }

    @Test
    void aBucketCanBeMadeWithAnIdOfItsOwnOnce() {
        String id = "11111111-2222-3333-4444-555555555555";
        Answer made = root.send("POST", "/_rest_/bucket?name=withid&id=" + id);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.one("/Data/Id")).isEqualTo(id);
        assertThat(root.send("GET", "/_rest_/bucket/" + id).one("/Data/Name")).isEqualTo("withid");
        assertThat(root.send("POST", "/_rest_/bucket?name=again&id=" + id).status())
                .isEqualTo(409);
        assertThat(root.send("POST", "/_rest_/bucket?name=again&id=7").status()).isEqualTo(400);
        assertThat(root.send("DELETE", "/_rest_/bucket/" + id).status()).isEqualTo(204);
    }

    @Test
    void aBucketIsModifiedOnlyToWhatItIsAnyway() {
        String policy = root.send("GET", "/_rest_/bucket/b").one("/Data/DataPolicyId");
        String same = "/_rest_/bucket/b?protected=false&data_policy_id=" + policy + "&user_id=" + TestNode.ROOT.id();
        assertThat(root.send("PUT", same).one("/Data/Id")).isEqualTo(bucketB);
        assertThat(root.send("PUT", "/_rest_/bucket/b?protected=true").status()).isEqualTo(501);
        assertThat(root.send("PUT", "/_rest_/bucket/b?user_id=" + NOBODY).status())
                .isEqualTo(501);
        assertThat(root.send("PUT", "/_rest_/bucket/b?data_policy_id=" + NOBODY).status())
                .isEqualTo(404);
        assertThat(root.send("PUT", "/_rest_/bucket/nowhere").status()).isEqualTo(404);
    }

    @Test
    void theDataPathBackendIsAlwaysActive() {
        Answer backend = get(root, "data_path_backend");
        assertThat(backend.one("/Data/Activated")).isEqualTo("true");
        assertThat(backend.one("/Data/InstanceId")).isEqualTo(TestNode.ID.toString());
        assertThat(backend.all("/Data/*")).hasSize(21);
    }

    @Test
    void usersAreFoundByTheirAccessKeyAsFarAsTheCallerSeesThem() {
        assertThat(get(node.ann(), "user?auth_id=annkey").one("//Name")).isEqualTo("ann");
        assertThat(get(node.ann(), "user?auth_id=rootkey").all("//Name")).isEmpty();
        assertThat(get(root, "user").all("//Name")).containsExactlyInAnyOrder("Administrator", "ann");
    }
}
