package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.StoreId;
import dev.gantry.spectra.WireClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedBucketsTest extends ServedTest {

    @Test
    void aBucketIsMadeSeenAndRemoved() {
        assertThat(root.send("HEAD", "/b1").status()).isEqualTo(404);
        assertThat(root.send("PUT", "/b1").status()).isEqualTo(200);
        assertThat(root.send("HEAD", "/b1").status()).isEqualTo(200);
        Answer again = root.send("PUT", "/b1");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.one("/Error/Code")).isEqualTo("BucketAlreadyExists");
        assertThat(root.send("DELETE", "/b1").status()).isEqualTo(204);
        assertThat(root.send("DELETE", "/b1").status()).isEqualTo(404);
    }

    @Test
    void aBucketIsRemovedByForceWithItsObjectsAndJobs() {
        root.send("PUT", "/forced");
        root.bring("PUT", "/forced/a", "1");
        root.bring("PUT", "/forced/b/c", "2");
        String job = root.bring(
                        "PUT",
                        "/_rest_/bucket/forced?operation=start_bulk_put",
                        "<Objects><Object Name='d' Size='1'/></Objects>")
                .one("/MasterObjectList/@JobId");
        assertThat(root.send("DELETE", "/_rest_/bucket/forced").status()).isEqualTo(409);
        assertThat(node.ann().send("DELETE", "/_rest_/bucket/forced?force").status())
                .isEqualTo(403);
        assertThat(root.send("GET", "/forced/a").text()).isEqualTo("1");
        assertThat(root.send("DELETE", "/_rest_/bucket/forced?force").status()).isEqualTo(204);
        assertThat(root.send("HEAD", "/forced").status()).isEqualTo(404);
        assertThat(root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status"))
                .isEqualTo("CANCELED");
        assertThat(root.send("PUT", "/forced").status()).isEqualTo(200);
        assertThat(root.send("GET", "/forced").all("//Key")).isEmpty();
    }

    @Test
    void aFolderIsRemovedWithAllBelowItAndNothingBeside() {
        root.send("PUT", "/folders");
        for (String name : List.of("f", "f/", "f/a", "f/b/c", "f0", "g/f/a")) {
            root.bring("PUT", "/folders/" + name, "");
        }
        assertThat(root.send("DELETE", "/_rest_/folder/f?bucket_id=folders&recursive")
                        .status())
                .isEqualTo(204);
        assertThat(root.send("GET", "/folders").all("//Key")).containsExactly("f", "f0", "g/f/a");
        assertThat(root.send("DELETE", "/_rest_/folder/g/f?bucket_id=folders&recursive")
                        .status())
                .isEqualTo(204);
        assertThat(root.send("DELETE", "/_rest_/folder/f?bucket_id=folders&recursive")
                        .one("/Error/HttpErrorCode"))
                .isEqualTo("404");
        assertThat(root.send("DELETE", "/_rest_/folder/f?bucket_id=none&recursive")
                        .one("/Error/Code"))
                .isEqualTo("NoSuchBucket");
        assertThat(root.send("DELETE", "/_rest_/folder/f?recursive").status()).isEqualTo(400);
        assertThat(root.send("GET", "/folders").all("//Key")).containsExactly("f", "f0");
    }

    @Test
    void theServiceListsBucketsWithTheirOwner() {
        root.send("PUT", "/listed");
        Answer answer = root.send("GET", "/");
        assertThat(answer.header("Content-Type")).isEqualTo("application/xml");
        assertThat(answer.one("/ListAllMyBucketsResult/Owner/ID"))
                .isEqualTo(TestNode.ROOT.id().toString());
        assertThat(answer.one("/ListAllMyBucketsResult/Owner/DisplayName")).isEqualTo("Administrator");
        assertThat(answer.all("/ListAllMyBucketsResult/Buckets/Bucket/Name")).contains("listed");
        assertThat(answer.one("//Bucket[Name='listed']/CreationDate"))
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
    }

    @Test
    void aBucketIsMadeInTheStoreThatADataPolicyNames() {
        UUID policy = Policies.id(new StoreId("disk"));
        Answer byId = root.bring("POST", "/_rest_/bucket?name=p1&data_policy_id=" + policy, new byte[0]);
        assertThat(byId.status()).isEqualTo(201);
        assertThat(byId.one("/Data/DataPolicyId")).isEqualTo(policy.toString());
        assertThat(byId.one("/Data/UserId")).isEqualTo(TestNode.ROOT.id().toString());
        assertThat(root.bring("POST", "/_rest_/bucket?name=p2&data_policy_id=disk", new byte[0])
                        .status())
                .isEqualTo(201);
        assertThat(root.bring("POST", "/_rest_/bucket?name=p3", new byte[0]).status())
                .isEqualTo(201);
        assertThat(root.bring("POST", "/_rest_/bucket?name=p3", new byte[0]).status())
                .isEqualTo(409);
        assertThat(root.bring("POST", "/_rest_/bucket?name=p4&data_policy_id=tape", new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(root.bring("POST", "/_rest_/bucket", new byte[0]).status()).isEqualTo(400);
        String id = byId.one("/Data/Id");
        assertThat(root.send("GET", "/_rest_/bucket/" + id).one("/Data/Name")).isEqualTo("p1");
        assertThat(root.send("GET", "/_rest_/bucket/p1/").one("/Data/Id")).isEqualTo(id);
        assertThat(root.send("DELETE", "/_rest_/bucket/" + id).status()).isEqualTo(204);
    }

    @Test
    void theListOfBucketsIsPagedAndFiltered() {
        root.send("PUT", "/page-a");
        root.send("PUT", "/page-b");
        Answer all = root.send("GET", "/_rest_/bucket");
        int total = all.all("/Data/Bucket").size();
        assertThat(all.header("total-result-count")).isEqualTo(Integer.toString(total));
        assertThat(all.header("page-truncated")).isEqualTo("0");
        Answer one = root.send("GET", "/_rest_/bucket?page_length=1&page_offset=1");
        assertThat(one.all("/Data/Bucket/Name"))
                .isEqualTo(List.of(all.all("/Data/Bucket/Name").get(1)));
        assertThat(one.header("page-truncated")).isEqualTo(Integer.toString(total - 2));
        assertThat(root.send("GET", "/_rest_/bucket?name=page-b").one("/Data/Bucket/Name"))
                .isEqualTo("page-b");
        assertThat(root.send("GET", "/_rest_/bucket?name=none").text()).endsWith("<Data></Data>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%20b", "/%C3%A9", "/.."})
    void anIllegalBucketNameIs400NotTaken(String target) {
        assertThat(root.send("PUT", target).status()).isEqualTo(400);
    }

    @Test
    void aUserSeesOnlyItsOwn() {
        root.send("PUT", "/roots");
        node.ann().send("PUT", "/anns");
        assertThat(node.ann().send("GET", "/").all("//Bucket/Name")).containsExactly("anns");
        assertThat(node.ann().send("HEAD", "/roots").status()).isEqualTo(403);
        assertThat(root.send("GET", "/").all("//Bucket/Name")).contains("anns", "roots");
    }

    @Test
    void aSharedBucketIsUsedAsFarAsItIsShared() {
        root.send("PUT", "/shared");
        root.bring("PUT", "/shared/a", "abc");
        share("shared", Permission.READ);
        assertThat(node.ann().send("GET", "/").all("//Bucket/Name")).contains("shared");
        assertThat(node.ann().send("GET", "/shared/a").text()).isEqualTo("abc");
        assertThat(node.ann().send("GET", "/_rest_/bucket/shared").one("/Data/Name"))
                .isEqualTo("shared");
        assertThat(node.ann().bring("PUT", "/shared/a", "def").status()).isEqualTo(403);
        assertThat(node.ann().send("DELETE", "/shared/a").status()).isEqualTo(403);
        share("shared", Permission.WRITE);
        assertThat(node.ann().bring("PUT", "/shared/b", "def").status()).isEqualTo(200);
        assertThat(node.ann().send("DELETE", "/_rest_/bucket/shared?force").status())
                .isEqualTo(403);
        assertThat(node.ann().send("DELETE", "/shared").status()).isEqualTo(403);
        assertThat(root.send("GET", "/shared/a").text()).isEqualTo("abc");
        root.send("DELETE", "/_rest_/bucket/shared?force");
    }

    private void share(String bucket, Permission right) {
        AccessList list = new AccessList(Map.of(TestNode.ANN.id(), right), Map.of());
        node.gateway(TestNode.ROOT)
                .buckets()
                .share(new BucketName(bucket), list)
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/,405",
        "PATCH,/b,405",
        "POST,/b,405",
        "PATCH,/b/k,405",
        "PUT,/b?acl,501",
        "DELETE,/b?policy,501",
        "PUT,/b/k?tagging,501",
        "POST,/b/k?uploads,501",
        "POST,/b/k?blob=1&job=1,501",
        "GET,/b?list-type=2,501",
        "GET,/_rest_/tape_drive,501",
        "GET,/_rest_/nothing,404",
        "GET,/_rest_/,404"
    })
    void whatIsNotServedIsNamed(String method, String target, int status) {
        Answer answer = root.send(method, target);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.one("/Error/HttpErrorCode")).isEqualTo(Integer.toString(status));
        assertThat(answer.one("/Error/Message")).isNotBlank();
        assertThat(answer.one("/Error/ResourceId")).isEqualTo(answer.header("x-amz-request-id"));
    }

    @Test
    void anOperationThatIsNotServedSaysItsName() {
        assertThat(root.send("PUT", "/_rest_/tape/t?operation=verify").one("/Error/Message"))
                .contains("VERIFY");
    }

    @Test
    void theSystemNodesPoliciesAndUsersAreShown() {
        Answer system = root.send("GET", "/_rest_/system_information");
        assertThat(system.one("/Data/BuildInformation/Version")).startsWith("6.");
        assertThat(system.one("/Data/InstanceId")).isEqualTo(TestNode.ID.toString());
        assertThat(root.send("GET", "/_rest_/system_health").one("/Data/DatabaseFilesystemFreeSpace"))
                .isEqualTo("NORMAL");
        Answer nodes = root.send("GET", "/_rest_/node");
        assertThat(nodes.one("/Data/Node/DataPathHttpPort")).isEqualTo(Integer.toString(node.port()));
        assertThat(nodes.header("total-result-count")).isEqualTo("1");
        assertThat(root.send("GET", "/_rest_/node/" + TestNode.ID).one("/Data/Id"))
                .isEqualTo(TestNode.ID.toString());
        Answer policies = root.send("GET", "/_rest_/data_policy");
        assertThat(policies.one("/Data/DataPolicy/Name")).isEqualTo("disk");
        assertThat(policies.one("/Data/DataPolicy/ChecksumType")).isEqualTo("MD5");
        assertThat(root.send("GET", "/_rest_/data_policy/disk").one("/Data/Id"))
                .isEqualTo(policies.one("/Data/DataPolicy/Id"));
        assertThat(root.send("GET", "/_rest_/user").all("/Data/User/Name")).containsExactly("Administrator", "ann");
    }

    @Test
    void aUserIsShownItselfWithoutAnySecret() {
        Answer self = node.ann().send("GET", "/_rest_/user/ann");
        assertThat(self.one("/Data/AuthId")).isEqualTo("annkey");
        assertThat(self.text()).contains("<SecretKey/>").doesNotContain("annsecret");
        assertThat(node.ann().send("GET", "/_rest_/user").all("/Data/User/Name"))
                .containsExactly("ann");
        assertThat(node.ann().send("GET", "/_rest_/user/Administrator").status())
                .isEqualTo(404);
        assertThat(root.send("GET", "/_rest_/user/ann").one("/Data/AuthId")).isEmpty();
    }
}
