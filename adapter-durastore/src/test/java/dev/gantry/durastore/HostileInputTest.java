package dev.gantry.durastore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.MemoryProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client of good will sends, each on a socket of its own. */
class HostileInputTest {

    private static final String ROOT = "rootkey:rootsecret";

    @TempDir
    static Path directory;

    static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
        assertThat(send("PUT", "/durastore/space-one", "", "Content-Length: 0")).startsWith("HTTP/1.1 201 ");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String send(String method, String target, String body, String... headers) throws IOException {
        return raw(head(method, target, ROOT, headers) + body, false);
    }

    private static String head(String method, String target, String credentials, String... headers) {
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder(method + " " + target
                + " HTTP/1.1\r\nHost: node\r\nConnection: close\r\nAuthorization: Basic " + basic);
        Stream.of(headers).forEach(header -> head.append("\r\n").append(header));
        return head.append("\r\n\r\n").toString();
    }

    /** Sends the text, ends the sending half if told so, and reads the answer to its end. */
    private static String raw(String text, boolean cut) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            if (cut) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "%2e%2e",
                "a..b",
                "Abc",
                "ab",
                "a-.b",
                "-abc",
                "abc-",
                "stores%2F",
                "a%00b",
                "%2E%2E%2Fx",
                "..%2F.."
            })
    void anIllegalSpaceIsNotMade(String id) throws IOException {
        List<Path> before = files();
        assertThat(send("PUT", "/durastore/" + id, "", "Content-Length: 0")).doesNotStartWith("HTTP/1.1 2");
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../outside",
                "..",
                "a/../../b",
                "%2e%2e/%2e%2e/c",
                "..%2F..%2F..%2Fd",
                "%2E%2E%2F%2E%2E%2Fe",
                "/absolute"
            })
    void pathsInContentIdsAreNamesAndStayInTheStore(String id) throws IOException {
        String target = "/durastore/space-one/" + id;
        assertThat(send("PUT", target, "text", "Content-Length: 4")).startsWith("HTTP/1.1 201 ");
        assertThat(send("GET", target, "")).startsWith("HTTP/1.1 200 ").endsWith("text");
        try (Stream<Path> top = Files.list(directory)) {
            assertThat(top.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("disk", "second");
        }
        assertThat(send("DELETE", target, "")).startsWith("HTTP/1.1 200 ");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }

    @Test
    void aBodyThatIsCutOrWrongLeavesWhatWasThere() throws IOException {
        String target = "/durastore/space-one/kept";
        send("PUT", target, "before", "Content-Length: 6");
        String cut = raw(head("PUT", target, ROOT, "Content-Length: 100") + "only this", true);
        assertThat(cut).doesNotStartWith("HTTP/1.1 2");
        assertThat(send("PUT", target, "later", "Content-Length: 5", "Content-MD5: " + "0".repeat(32)))
                .startsWith("HTTP/1.1 409 ");
        assertThat(send("PUT", target, "later", "Content-Length: 5", "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA=="))
                .startsWith("HTTP/1.1 400 ");
        assertThat(send("PUT", target, "0\r\n\r\n", "Transfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 411 ");
        assertThat(send("PUT", target, "later", "Content-Length: 5", "x-dura-meta-a: gr\u00fcn"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(send("GET", target, "")).endsWith("before");
    }

    @Test
    void credentialsThatAreNoneAreRefusedBeforeAnythingIsRead() throws IOException {
        String none = "GET /durastore/stores HTTP/1.1\r\nHost: node\r\nConnection: close\r\n";
        assertThat(raw(none + "\r\n", false))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Basic realm=\"DuraCloud:DuraStore\"");
        assertThat(raw(none + "Authorization: Basic ???\r\n\r\n", false)).startsWith("HTTP/1.1 401 ");
        assertThat(raw(none + "Authorization: Basic cm9vdGtleQ==\r\n\r\n", false))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw(none + "Authorization: AWS rootkey:signature\r\n\r\n", false))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw(head("GET", "/durastore/stores", "rootkey:rootsecret2"), false))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw(head("GET", "/durastore/stores", ROOT), false)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/durastore/space-one?maxResults=x,400",
        "GET,/durastore/space-one/%zz,400",
        "GET,/durastore/space-one/%C3,400",
        "GET,/elsewhere,404",
        "GET,/durastorespace-one,404",
        "GET,/durastore/,404",
        "GET,/durastore/space-one?storeID=77,404",
        "GET,/durastore/spaces?storeID=77,500",
        "PUT,/durastore/space-two?storeID=77,400",
        "PATCH,/durastore/space-one,405",
        "DELETE,/durastore/stores,405",
        "GET,/durastore/audit/space-one,501",
        "GET,/durastore/manifest/space-one?format=PDF,400",
        "GET,/durastore/task/no-id,400",
        "POST,/durastore/acl/no-space,404"
    })
    void whatMakesNoSenseHasItsStatus(String method, String target, int status) throws IOException {
        assertThat(send(method, target, "", "Content-Length: 0")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void rangesThatAreNoneAreRefused() throws IOException {
        send("PUT", "/durastore/space-one/ranges", "0123456789", "Content-Length: 10");
        for (String range : new String[] {"bytes=10-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=x"}) {
            assertThat(send("GET", "/durastore/space-one/ranges", "", "Range: " + range))
                    .as(range)
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(send("GET", "/durastore/space-one/ranges", "", "Range: bytes=-3"))
                .startsWith("HTTP/1.1 206 ")
                .contains("Content-Range: bytes 7-9/10")
                .endsWith("789");
    }

    @Test
    void propertiesGoOutInLowerCase() throws IOException {
        send("PUT", "/durastore/space-one/case", "", "Content-Length: 0", "x-dura-meta-Colour: Blue");
        assertThat(send("HEAD", "/durastore/space-one/case", "")).contains("\r\nx-dura-meta-colour: Blue\r\n");
        assertThat(send("HEAD", "/durastore/space-one", "")).contains("\r\nx-dura-meta-space-count: ");
        assertThat(send("HEAD", "/durastore/acl/space-one", ""))
                .contains("\r\nx-dura-meta-acl-Administrator: WRITE\r\n");
    }

    @Test
    void accessListsThatAreNoneAreRefusedAndShareNothing() throws IOException {
        send("PUT", "/durastore/space-three", "", "Content-Length: 0");
        for (String field : List.of(
                "x-dura-meta-acl-ann: OWN",
                "x-dura-meta-acl-ann: ",
                "x-dura-meta-acl-: READ",
                "x-dura-meta-acl-group-: READ",
                "x-dura-meta-acl-group-..%2f: READ",
                "x-dura-meta-acl-ann: READ\r\nx-dura-meta-acl-ann: WRITE",
                "X-Dura-Meta-Acl-ann: WRITE")) {
            assertThat(send("POST", "/durastore/acl/space-three", "", "Content-Length: 0", field))
                    .as(field)
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(send("HEAD", "/durastore/acl/space-three", ""))
                .contains("\r\nx-dura-meta-acl-Administrator: WRITE\r\n")
                .doesNotContain("ann");
    }

    @Test
    void aBodyThatStopsComingEndsItsConnectionAndNobodyElses() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestNode impatient = new TestNode(
                new MemoryProvider(new StoreId("first"), threads),
                new MemoryProvider(new StoreId("second"), threads),
                Duration.ofSeconds(2))) {
            InetAddress here = InetAddress.getLoopbackAddress();
            impatient.gateway(TestNode.ROOT).buckets().create(new BucketName("space-one"), Optional.empty());
            List<Socket> slow = new ArrayList<>();
            for (String target : List.of("POST /durastore/task/noop", "PUT /durastore/space-one/slow")) {
                Socket socket = new Socket(here, impatient.port());
                String[] line = target.split(" ");
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write((head(line[0], line[1], ROOT, "Content-Length: 100") + "a few").getBytes(UTF_8));
                slow.add(socket);
            }
            try (Socket other = new Socket(here, impatient.port())) {
                other.getOutputStream()
                        .write(head("GET", "/durastore/stores", ROOT).getBytes(UTF_8));
                assertThat(new String(other.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
            for (Socket socket : slow) {
                try (socket) {
                    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                            .doesNotStartWith("HTTP/1.1 2");
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void extendedManifestsTellSizeAndType() throws IOException {
        send("PUT", "/durastore/space-two", "", "Content-Length: 0");
        send("PUT", "/durastore/space-two/c", "text", "Content-Length: 4", "Content-Type: text/css");
        assertThat(send("GET", "/durastore/manifest/space-two?format=EXTENDED_TSV", ""))
                .contains("space-id\tcontent-id\tMD5\tcontent-size\tmime-type\n")
                .contains("space-two\tc\t1cb251ec0d568de6a929b520c4aed8d1\t4\ttext/css\n");
    }

    @Test
    void attachmentsAreNamedWithoutWhatCouldEndTheHeader() throws IOException {
        send("PUT", "/durastore/space-one/a%22%0D%0Ab%C3%A9", "", "Content-Length: 0");
        assertThat(send("GET", "/durastore/space-one/a%22%0D%0Ab%C3%A9?attachment=true", ""))
                .contains("Content-Disposition: attachment;filename=\"a___b_\"");
    }
}
