package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole dialogues, byte by byte: requests as the vendor's Java SDKs write them (order and case of parameters, headers and
 * attributes as read in the source of SDK 6.0.0 and, for the allocation of chunks, in its classes for 5.x clients), and
 * the documents that answer them, in the order and with the names of the contract of 6.0. The counterpart that the
 * expected documents were recorded from is this node itself, checked against that contract by hand; no BlackPearl was at
 * hand. Ids are numbered as they come up, dates and the port are named.
 */
class DialogueTest {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    @TempDir
    static Path directory;

    private static TestNode node;

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> exchanges = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private String say(String method, String target, String body) {
        String named = target;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            named = named.replace(id.getValue(), id.getKey());
        }
        Answer answer = method.equals("GET") || method.equals("HEAD")
                ? node.root().send(method, named, "Content-Type", "application/xml", "Naming-Convention", "s3")
                : node.root().bring(method, named, body, "Content-Type", "application/xml", "Naming-Convention", "s3");
        String retry = answer.headerIfAny("Retry-After")
                .map(value -> " Retry-After " + value)
                .orElse("");
        exchanges.add(method + " " + target + "\n" + answer.status() + retry + "\n" + neutral(answer.text()));
        return answer.text();
    }

    private String neutral(String text) {
        Matcher uuid = UUID_TEXT.matcher(text);
        while (uuid.find()) {
            ids.computeIfAbsent(uuid.group(), id -> "{" + (ids.size() + 1) + "}");
        }
        String neutral = DATE.matcher(text).replaceAll("{date}").replace("\"" + node.port() + "\"", "\"{port}\"");
        for (Map.Entry<String, String> id : ids.entrySet()) {
            neutral = neutral.replace(id.getKey(), id.getValue());
        }
        return neutral.replace("><", ">\n<");
    }

    private void expect(String resource) throws IOException {
        String recorded =
                new String(DialogueTest.class.getResourceAsStream(resource).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(String.join("\n\n", exchanges) + "\n").isEqualTo(recorded);
    }

    @Test
    void anSdkOf6PutsAndGetsByReadyChunks() throws IOException {
        say("HEAD", "/six", "");
        say("PUT", "/six", "");
        say(
                "PUT",
                "/_rest_/bucket/six?aggregating=false&max_upload_size=10485760&operation=start_bulk_put",
                "<Objects><Object Name=\"a\" Size=\"3\"/><Object Name=\"dir/\" Size=\"0\"/></Objects>");
        say("GET", "/_rest_/job_chunk?job={1}", "");
        say("PUT", "/six/a?job={1}&offset=0", "abc");
        say("GET", "/_rest_/job_chunk?job={1}", "");
        say("PUT", "/six/dir/?job={1}&offset=0", "");
        say("GET", "/_rest_/job/{1}", "");
        say(
                "PUT",
                "/_rest_/bucket/six?chunk_client_processing_order_guarantee=NONE&operation=start_bulk_get",
                "<Objects><Object Name=\"a\"/></Objects>");
        say("GET", "/_rest_/active_job/{9}", "");
        say("PUT", "/_rest_/job/{9}", "");
        say("GET", "/_rest_/job_chunk?job={9}", "");
        say("DELETE", "/_rest_/job/{9}?force", "");
        expect("dialogue-6.0.txt");
    }

    @Test
    void anSdkOf5PutsByAllocatingChunks() throws IOException {
        say("PUT", "/five", "");
        say(
                "PUT",
                "/_rest_/bucket/five?operation=start_bulk_put",
                "<Objects><Object Name=\"b\" Size=\"2\"/></Objects>");
        say("PUT", "/_rest_/job_chunk/{4}?operation=allocate", "");
        say("PUT", "/five/b?job={1}&offset=0", "xy");
        say("GET", "/_rest_/job_chunk/{4}", "");
        say("GET", "/_rest_/completed_job/{1}", "");
        expect("dialogue-5.x.txt");
    }
}
