package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.spectra.WireClient.Answer;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.transport.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused on the wire, clearly and without a loss (docs/spectra-s3.md, Refusals). */
class RefusalsTest {

    private static final String CREATE = "/_rest_/bucket/b?operation=start_bulk_put";
    private static final long LARGE_DOCUMENT = 64L << 20;

    @TempDir
    static Path directory;

    private static TestNode node;
    private static WireClient root;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory.resolve("node"), DurableWrites.DIRECT, LARGE_DOCUMENT);
        root = node.root();
        root.send("PUT", "/b");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.one("/Error/Code")).isEqualTo(code);
        assertThat(answer.one("/Error/HttpErrorCode")).isEqualTo(Integer.toString(status));
        assertThat(answer.one("/Error/Message")).isNotBlank();
    }

    private static String job(String name, int size, String query) {
        String document = "<Objects><Object Name='" + name + "' Size='" + size + "'/></Objects>";
        return root.bring("PUT", CREATE + query, document).one("/MasterObjectList/@JobId");
    }

    private static void assertNoJobNamed(String name) {
        assertThat(root.send("GET", "/_rest_/active_job?name=" + name).all("//Job"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rootkey,guess,InvalidSecurity", "nobody,rootsecret,AccessDenied"})
    void aWrongSignatureAndAnUnknownKeyAre403AndChangeNothing(String key, String secret, String code) {
        root.bring("PUT", "/b/kept", "old");
        WireClient stranger = new WireClient(node.port(), key, secret);
        assertError(stranger.send("GET", "/b/kept"), 403, code);
        assertError(stranger.bring("PUT", "/b/kept", "new"), 403, code);
        assertThat(stranger.send("DELETE", "/b/kept").status()).isEqualTo(403);
        assertThat(root.send("GET", "/b/kept").text()).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(longs = {-16, 16})
    void aDateMoreThanFifteenMinutesOffIs403(long minutes) {
        ZonedDateTime then = ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.ofMinutes(minutes));
        Headers dated = Headers.builder()
                .add("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(then))
                .build();
        String signature = V2Signature.authorization("rootkey", "rootsecret", "DELETE", "/b", dated);
        String head = "DELETE /b HTTP/1.1\r\nHost: node\r\nConnection: close\r\nDate: "
                + dated.first("Date").orElseThrow() + "\r\nAuthorization: " + signature + "\r\n\r\n";
        assertError(root.raw(head, new byte[0]), 403, "RequestTimeTooSkewed");
        assertThat(root.send("HEAD", "/b").status()).isEqualTo(200);
    }

    @Test
    void aBlobWhoseConnectionEndsBeforeItIsAskedForAgain() throws IOException {
        String job = job("cut", 10, "");
        String target = "/b/cut?job=" + job + "&offset=0";
        Headers length = Headers.builder().add("Content-Length", "10").build();
        assertError(root.cut(root.head("PUT", target, length), octets("01234")), 400, "IncompleteBody");
        assertThat(root.send("HEAD", "/b/cut").status()).isEqualTo(404);
        assertThat(root.send("GET", "/_rest_/job_chunk?job=" + job).one("//Object/@InCache"))
                .isEqualTo("false");
        assertThat(root.bring("PUT", target, "0123456789").status()).isEqualTo(200);
        assertThat(root.send("GET", "/b/cut").text()).isEqualTo("0123456789");
    }

    @Test
    void bytesAfterABlobAreNoPartOfIt() throws IOException {
        String job = job("after", 5, "");
        Headers length = Headers.builder().add("Content-Length", "5").build();
        String head = root.head("PUT", "/b/after?job=" + job + "&offset=0", length)
                .replace("Connection: close", "Connection: keep-alive");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write(octets(head + "01234and more\r\n\r\n"));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 200").contains("HTTP/1.1 400");
        }
        assertThat(root.send("GET", "/b/after").text()).isEqualTo("01234");
        assertThat(root.send("GET", "/_rest_/job/" + job).one("/MasterObjectList/@Status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void aBlobWithAWrongChecksumLeavesTheOldObjectAndCanBeSentAgain() {
        root.bring("PUT", "/b/sum", "old");
        String job = job("sum", 3, "");
        String target = "/b/sum?job=" + job + "&offset=0";
        Answer wrong = root.bring("PUT", target, "new", "Content-CRC32", "AAAAAA==");
        assertError(wrong, 400, "BadDigest");
        assertThat(root.send("GET", "/b/sum").text()).isEqualTo("old");
        assertThat(root.bring("PUT", target, "new").status()).isEqualTo(200);
        assertThat(root.send("GET", "/b/sum").text()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE o [<!ENTITY e 'x'>]><Objects><Object Name='&e;' Size='1'/></Objects>",
                "<!DOCTYPE o SYSTEM 'file:///etc/passwd'><Objects><Object Name='x' Size='1'/></Objects>",
                "<!DOCTYPE o [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Objects><Object Name='&e;' Size='1'/></Objects>",
                "<Objects><Object Name='x' Size='1'></Objects>",
                "<Objects><Object Name='&#1;' Size='1'/></Objects>",
                "<Objects><Object Name='a\u0001' Size='1'/></Objects>",
                "<Objects><a><b><c><d><e><f><g><h><i><j><k><l><m><n><o><p/></o></n></m></l></k></j></i></h></g></f></e></d></c></b></a></Objects>"
            })
    void malformedAndHostileDocumentsAre400(String document) {
        Answer answer = root.bring("PUT", CREATE + "&name=hostile", document);
        assertError(answer, 400, "InvalidArgument");
        assertThat(answer.text()).doesNotContain("root:");
        assertNoJobNamed("hostile");
    }

    @Test
    void aDocumentWithoutEndIsRefusedWhileItComes() throws IOException {
        Headers chunked = Headers.builder().add("Transfer-Encoding", "chunked").build();
        String body = "70000\r\n<Objects><Object Name='" + "x".repeat(300_000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(octets(root.head("PUT", CREATE + "&name=endless", chunked) + body));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 400");
        }
        assertNoJobNamed("endless");
    }

    @Test
    void oneObjectMoreThanAJobMayHaveLeavesNoJob() {
        StringBuilder document = new StringBuilder("<Objects>");
        for (int i = 0; i <= 500_000; i++) {
            document.append("<Object Name='").append(i).append("' Size='0'/>");
        }
        Answer answer = root.bring("PUT", CREATE + "&name=huge", document.append("</Objects>") + "");
        assertError(answer, 400, "InvalidArgument");
        assertThat(answer.one("/Error/Message")).contains("500000");
        assertNoJobNamed("huge");
        assertThat(root.send("PUT", "/b").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b/%01", "/b/a%EF%BF%BE", "/b/%FF", "/b/a%ED%A0%80"})
    void aNameThatXmlCannotCarryIs400(String target) {
        assertError(root.bring("PUT", target, "x"), 400, "InvalidArgument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../escaped", "/../../../escaped", "..%2F..%2Fescaped", "./../escaped", "a/../../escaped"})
    void aNameThatTriesToLeaveTheRootIsANameLikeAnyOther(String name) throws IOException {
        List<String> before = outside();
        assertThat(root.bring("PUT", "/b/" + name, "kept").status()).isEqualTo(200);
        assertThat(root.send("GET", "/b/" + name).text()).isEqualTo("kept");
        assertThat(outside()).isEqualTo(before);
        for (String bucket : List.of("..", ".", "%2e%2e", "..%2Fescaped")) {
            assertThat(root.send("PUT", "/" + bucket).status()).as(bucket).isEqualTo(400);
        }
        assertThat(outside()).isEqualTo(before);
    }

    /** All that is beside the store's own directory, up to the parent of the node's. */
    private static List<String> outside() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.startsWith(directory.resolve("node/disk")))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"true,503,InsufficientCapacity", "false,507,StoreReadOnly"})
    void aFullAndAReadOnlyDiskTakeNothingAndKeepWhatTheyHave(boolean full, int status, String code) throws IOException {
        Path data = directory.resolve("disk-" + status);
        try (TestNode sound = new TestNode(data)) {
            sound.root().send("PUT", "/b");
            sound.root().bring("PUT", "/b/old", "old");
        }
        FaultyDisk counting = FaultyDisk.sound();
        new TestNode(data, counting, TestNode.MAX_DOCUMENT).close();
        long started = counting.count() + 1;
        FaultyDisk disk = full ? FaultyDisk.fullFrom(started) : FaultyDisk.readOnlyFrom(started);
        try (TestNode broken = new TestNode(data, disk, TestNode.MAX_DOCUMENT)) {
            WireClient client = broken.root();
            Answer refused = client.bring("PUT", "/b/old", "new");
            assertError(refused, status, code);
            assertThat(refused.one("/Error/Message")).contains(full ? "make room" : "let Gantry's user write");
            assertThat(refused.headerIfAny("Retry-After").isPresent()).isEqualTo(full);
            assertThat(client.send("GET", "/b/old").text()).isEqualTo("old");
            disk.mend();
            assertThat(client.bring("PUT", "/b/old", "new").status()).isEqualTo(200);
            assertThat(client.send("GET", "/b/old").text()).isEqualTo("new");
        }
    }
}
