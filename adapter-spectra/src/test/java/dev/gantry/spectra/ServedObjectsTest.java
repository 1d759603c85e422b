package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedObjectsTest extends ServedTest {

    private static final String TEXT = "0123456789";
    private static final String MISSING = "00000000-0000-0000-0000-000000000009";

    private static byte[] md5(String text) throws Exception {
        return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anObjectComesBackWithItsMetadataByteForByte() throws Exception {
        Answer put = root.bring(
                "PUT", "/b/whole", TEXT, "x-amz-meta-A%20b!#$&'*+-.^_`|~", "v%41lue \"x\"; =?", "x-amz-meta-Two", "2");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.header("ETag")).isEqualTo("\"" + HexFormat.of().formatHex(md5(TEXT)) + "\"");
        assertThat(put.header("Content-MD5")).isEqualTo(Base64.getEncoder().encodeToString(md5(TEXT)));
        Answer get = root.send("GET", "/b/whole");
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.text()).isEqualTo(TEXT);
        assertThat(get.header("Content-Length")).isEqualTo("10");
        assertThat(get.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(get.header("x-amz-meta-a%20b!#$&'*+-.^_`|~")).isEqualTo("v%41lue \"x\"; =?");
        assertThat(get.header("x-amz-meta-two")).isEqualTo("2");
        assertThat(get.headers().startingWith("x-amz-meta-")).hasSize(2);
        assertThat(get.headers().startingWith("content-md5")).hasSize(1);
        assertThat(get.headers().startingWith("content-crc")).isEmpty();
    }

    @Test
    void headTellsLengthChecksumsAndVersion() throws Exception {
        root.bring("PUT", "/b/head", TEXT, "x-amz-meta-k", "v");
        Answer head = root.send("HEAD", "/b/head");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("10");
        assertThat(head.header("ds3-blob-checksum-type")).isEqualTo("MD5");
        assertThat(head.header("ds3-blob-checksum-offset-0"))
                .isEqualTo(Base64.getEncoder().encodeToString(md5(TEXT)));
        assertThat(head.header("creation-date")).endsWith("Z");
        assertThat(head.header("x-amz-meta-k")).isEqualTo("v");
        String version = head.header("version-id");
        assertThat(root.send("GET", "/b/head?version_id=" + version).status()).isEqualTo(200);
        assertThat(root.send("GET", "/b/head?versionId=" + MISSING).status()).isEqualTo(404);
        assertThat(root.send("HEAD", "/b/head?version_id=" + MISSING).status()).isEqualTo(404);
        assertThat(root.send("DELETE", "/b/head?version_id=" + MISSING).status())
                .isEqualTo(404);
        assertThat(root.send("DELETE", "/b/head?version_id=" + version).status())
                .isEqualTo(204);
        Answer gone = root.send("HEAD", "/b/head");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body()).isEmpty();
        assertThat(root.send("DELETE", "/b/head").one("/Error/Code")).isEqualTo("NoSuchKey");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-MD5,781e5e245d69b566979b86e28d23f2c7",
        "Content-CRC32,a684c7c6",
        "Content-CRC32C,280c069e",
        "Content-SHA256,84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
        "Content-SHA512,bb96c2fc40d2d54617d6f276febe571f623a8dadf0b734855299b0e107fda32cf6b69f2da32b36445d73690b93cbd0f7bfc20e0f7f28553d2a4428f23b716e90"
    })
    void everyChecksumTypeIsCheckedAndAnsweredInKind(String header, String hex) {
        String right = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        Answer put = root.bring("PUT", "/b/sum-" + header, TEXT, header, right);
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.header(header)).isEqualTo(right);
        Answer wrong = root.bring("PUT", "/b/sum-" + header, "012345678X", header, right);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.one("/Error/Code")).isEqualTo("BadDigest");
        assertThat(root.send("GET", "/b/sum-" + header).text()).isEqualTo(TEXT);
        assertThat(root.bring("PUT", "/b/sum-" + header, TEXT, header, "AAAA").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=2-4|234|2-4",
                "bytes=7-|789|7-9",
                "bytes=-2|89|8-9",
                "bytes=8-99|89|8-9",
                "bytes=0-1,4-5,9-9|01459|0-1,4-5,9-9",
                "bytes=6-7,0-1|6701|6-7,0-1"
            })
    void rangesComeAsTheirBytesInARow(String range, String bytes, String parts) {
        root.bring("PUT", "/b/ranged", TEXT);
        Answer answer = root.send("GET", "/b/ranged", "Range", range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(bytes);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes " + parts + "/10");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(bytes.length()));
    }

    @Test
    void anEmptyRangeSetIsNoneAndOneOutsideIsRefused() {
        root.bring("PUT", "/b/ranged2", TEXT);
        Answer all = root.send("GET", "/b/ranged2", "Range", "bytes=");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text()).isEqualTo(TEXT);
        assertThat(all.headerIfAny("Content-Range")).isEmpty();
        assertThat(root.send("GET", "/b/ranged2", "Range", "bytes=10-").status())
                .isEqualTo(416);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a+b", "a;b", "a%b#?", "é日😀", "..", "../../etc/passwd", "dir/", "//x//", "a&b=<c>\"'"})
    void anyNameComesAndGoes(String name) {
        String target = "/b/" + Percent.encodePath(name);
        assertThat(root.bring("PUT", target, "").status()).isEqualTo(200);
        assertThat(root.send("HEAD", target).header("Content-Length")).isEqualTo("0");
        assertThat(root.send("GET", "/b?prefix=" + Percent.encodeQuery(name)).all("//Contents/Key"))
                .contains(name);
        assertThat(root.send("DELETE", target).status()).isEqualTo(204);
    }

    @Test
    void aPutWithoutItsLengthIs411AndCopiesAreNotMadeEmpty() {
        Headers none = Headers.none();
        assertThat(root.raw(root.head("PUT", "/b/nolength", none), new byte[0]).status())
                .isEqualTo(411);
        Headers chunked = Headers.builder().add("Transfer-Encoding", "chunked").build();
        assertThat(root.raw(root.head("PUT", "/b/nolength", chunked), "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(411);
        assertThat(root.bring("PUT", "/b/copy", "", "x-amz-copy-source", "/b/other")
                        .status())
                .isEqualTo(501);
        Headers huge = Headers.builder().add("Content-Length", "1099511627777").build();
        assertThat(root.raw(root.head("PUT", "/b/huge", huge), new byte[0]).status())
                .isEqualTo(400);
        assertThat(root.send("GET", "/b?prefix=no").all("//Key")).isEmpty();
    }

    @Test
    void whatIsNotThereIs404AndAnOffsetNeedsAJob() {
        assertThat(root.send("GET", "/b/none").one("/Error/Code")).isEqualTo("NoSuchKey");
        assertThat(root.send("GET", "/none/k").one("/Error/Code")).isEqualTo("NoSuchBucket");
        assertThat(root.bring("PUT", "/none/k", "x").one("/Error/Code")).isEqualTo("NoSuchBucket");
        assertThat(root.send("GET", "/none").one("/Error/Code")).isEqualTo("NoSuchBucket");
        assertThat(root.bring("PUT", "/b/k?offset=5", "x").status()).isEqualTo(400);
        assertThat(root.bring("PUT", "/b/k?job=17", "x").status()).isEqualTo(400);
        assertThat(root.bring("PUT", "/b/k?offset=0&job=" + MISSING, "x").one("/Error/Code"))
                .isEqualTo("NoSuchJob");
    }

    @Test
    void aListingGoesPageByPageInByteOrderWithCommonPrefixes() {
        root.send("PUT", "/list");
        List<String> names = List.of("a", "d/", "d/1", "d/2", "e", "f/x", "z é");
        names.forEach(name -> root.bring("PUT", "/list/" + Percent.encodePath(name), TEXT));
        List<String> seen = new ArrayList<>();
        String marker = "";
        Answer page;
        do {
            page = root.send("GET", "/list?max_keys=2&marker=" + Percent.encodeQuery(marker));
            seen.addAll(page.all("//Contents/Key"));
            marker = String.join("", page.all("/ListBucketResult/NextMarker"));
            assertThat(page.one("//IsTruncated")).isEqualTo(Boolean.toString(!marker.isEmpty()));
            assertThat(page.one("//MaxKeys")).isEqualTo("2");
        } while (!marker.isEmpty());
        assertThat(seen).isEqualTo(names);
        Answer top = root.send("GET", "/list?delimiter=/");
        assertThat(top.all("//Contents/Key")).containsExactly("a", "e", "z é");
        assertThat(top.all("//CommonPrefixes/Prefix")).containsExactly("d/", "f/");
        Answer folder = root.send("GET", "/list?delimiter=%2F&prefix=d/&marker=d/");
        assertThat(folder.all("//Contents/Key")).containsExactly("d/1", "d/2");
        assertThat(root.send("GET", "/list?max-keys=1").all("//Contents/Key")).containsExactly("a");
        assertThat(root.send("GET", "/list?max_keys=0").all("//Contents/Key")).isEmpty();
        assertThat(root.send("GET", "/list?max_keys=many").status()).isEqualTo(400);
    }

    @Test
    void aListingTellsWhatThereIsToKnow() throws Exception {
        root.send("PUT", "/list2");
        root.bring("PUT", "/list2/k", TEXT);
        Answer list = root.send("GET", "/list2");
        assertThat(list.one("/ListBucketResult/Name")).isEqualTo("list2");
        assertThat(list.one("//Contents/Size")).isEqualTo("10");
        assertThat(list.one("//Contents/ETag")).isEqualTo("\"" + HexFormat.of().formatHex(md5(TEXT)) + "\"");
        assertThat(list.one("//Contents/StorageClass")).isEqualTo("STANDARD");
        assertThat(list.one("//Contents/Owner/ID")).isEqualTo(TestNode.ROOT.id().toString());
        assertThat(list.one("//Contents/Owner/DisplayName")).isEqualTo("Administrator");
        assertThat(list.one("//Contents/LastModified")).endsWith("Z");
        String id = root.send("HEAD", "/list2/k").header("version-id");
        assertThat(list.one("//Contents/VersionId")).isEqualTo(id);
        assertThat(root.send("GET", "/list2?versions").one("//Version/VersionId"))
                .isEqualTo(id);
    }

    @Test
    void manyObjectsAreDeletedAtOnceAndEachTellsItsOwn() {
        root.bring("PUT", "/b/del-1", TEXT);
        root.bring("PUT", "/b/del-2", TEXT);
        String document = "<Delete><Object><Key>del-1</Key></Object><Object><Key>del-none</Key></Object></Delete>";
        Answer answer = root.bring("POST", "/b?delete", document);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("/DeleteResult/Deleted/Key")).containsExactly("del-1");
        assertThat(answer.one("/DeleteResult/Error/Key")).isEqualTo("del-none");
        assertThat(answer.one("/DeleteResult/Error/Code")).isEqualTo("NoSuchKey");
        Answer quiet = root.bring(
                "POST", "/b?delete", "<Delete><Quiet>true</Quiet><Object><Key>del-2</Key></Object></Delete>");
        assertThat(quiet.text()).endsWith("<DeleteResult></DeleteResult>");
        assertThat(root.bring("POST", "/b?delete", "<Delete>").one("/Error/Code"))
                .isEqualTo("InvalidArgument");
    }

    @Test
    void aBucketWithAnObjectStays() {
        root.send("PUT", "/full");
        root.bring("PUT", "/full/k", TEXT);
        assertThat(root.send("DELETE", "/full").one("/Error/Code")).isEqualTo("BucketNotEmpty");
        assertThat(root.send("GET", "/full/k").text()).isEqualTo(TEXT);
    }
}
