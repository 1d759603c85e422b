package dev.gantry.durastore;

import dev.gantry.transport.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tasks of the fake: what each release takes, and how it says that something went wrong. */
final class FakeTasks {

    private static final Set<String> HADOOP =
            Set.of("JAR_CONTENT_ID", "SOURCE_SPACE_ID", "DEST_SPACE_ID", "WORKSPACE_ID");
    private static final Set<String> HADOOP_0_6 = Set.of("jarContentId", "sourceSpaceId", "destSpaceId", "workSpaceId");
    private static final Set<String> STREAMING_FIELDS = Set.of("spaceId", "secure");

    /** A task as it arrived. */
    record Performed(String store, String name, String body) {}

    private final FakeVersion version;
    private final List<Performed> performed = new ArrayList<>();
    private boolean streamingFails;
    private boolean restoresFail;

    FakeTasks(FakeVersion version) {
        this.version = version;
    }

    synchronized List<Performed> performed() {
        return List.copyOf(performed);
    }

    /** From now on what streams refuses, as an account that may not does. */
    synchronized void failStreaming() {
        streamingFails = true;
    }

    /** From now on no restore begins. */
    synchronized void failRestores() {
        restoresFail = true;
    }

    synchronized Reply answer(FakeRequest request, String store, FakeSpaces spaces) throws IOException {
        List<String> offered = store.equals("1") ? version.tasks() : List.of("noop", "restore-content");
        if (request.method().equals("GET")) {
            String list = offered.stream()
                    .map(name -> "  <string>" + name + "</string>\n")
                    .collect(Collectors.joining("", "<list>\n", "</list>"));
            return FakeAnswer.text(200, version.listType(), list);
        }
        performed.add(new Performed(store, request.rest(), request.text()));
        if (!offered.contains(request.rest())) {
            throw FakeAnswer.refusal(400, request.rest() + " is not a supported task.");
        }
        return FakeAnswer.text(perform(request.rest(), request.text(), spaces));
    }

    private String perform(String name, String body, FakeSpaces spaces) throws IOException {
        return switch (name) {
            case "restore-content" -> restore(body, spaces);
            case "enable-streaming", "disable-streaming", "delete-streaming" ->
                version.speaksJson() ? streamingJson(name, body) : streamingBare(name, body);
            case "run-hadoop-job" -> hadoop(body);
            case "describe-hadoop-job" -> map(Map.of("Job State", "RUNNING"));
            case "stop-hadoop-job" -> map(Map.of("results", "success"));
            case "get-snapshot" -> "{\n  \"description\" : \"copied again, since 3 files failed\"\n}";
            case "set-storage-policy" -> "Storage policy set";
            default -> "Success";
        };
    }

    /** Every error but one is dropped, and the success told all the same. */
    private String restore(String body, FakeSpaces spaces) {
        int slash = body.indexOf('/');
        if (slash < 1 || slash == body.length() - 1) {
            throw FakeAnswer.refusal(
                    500, "A path including a space ID and an content ID (separated by a '/') is required.");
        }
        String space = body.substring(0, slash);
        String content = body.substring(slash + 1);
        if (!restoresFail && !spaces.restore(space, content)) {
            throw FakeAnswer.refusal(409, "Restore is already in progress for " + space + "/" + content);
        }
        return "Request to restore content item " + content + " in space " + space + " was successful.";
    }

    private String streamingBare(String name, String body) {
        if (body.isEmpty() || body.startsWith("{") || body.startsWith("<")) {
            throw FakeAnswer.refusal(500, "No S3 bucket found matching spaceID: " + body);
        }
        if (streamingFails) {
            String text = "Enable Streaming Task failed due to: the account may not";
            return name.equals("enable-streaming") ? map(Map.of("results", text)) : text;
        }
        return name.equals("enable-streaming")
                ? map(Map.of(
                        "domain-name",
                        "d1.cloudfront.net",
                        "results",
                        "Enable Streaming Task completed, results: 2 files ready for streaming. "))
                : "Disable Streaming Task completed. Streaming for 2 files disabled. ";
    }

    private String streamingJson(String name, String body) {
        Map<String, String> named = TaskParameters.parse(body).named();
        if (named.getOrDefault("spaceId", "").isEmpty() || !STREAMING_FIELDS.containsAll(named.keySet())) {
            throw FakeAnswer.refusal(500, "Unable to parse task parameters due to: " + body);
        }
        if (streamingFails) {
            throw FakeAnswer.refusal(500, "the account may not");
        }
        return "{\n  \"result\" : \"" + name + " completed successfully\"\n}";
    }

    private String hadoop(String body) {
        Set<String> needed = version == FakeVersion.V0_6 ? HADOOP_0_6 : HADOOP;
        if (!body.startsWith("<map>")
                || !TaskParameters.parse(body).named().keySet().containsAll(needed)) {
            throw FakeAnswer.refusal(500, "All required parameters not provided");
        }
        return version == FakeVersion.V0_6
                ? map(Map.of("results", "success", "jobFlowId", "j-1"))
                : map(Map.of("RESULTS", "success", "JOB_FLOW_ID", "j-1"));
    }

    private static String map(Map<String, String> values) {
        return TaskParameters.toXml(new TreeMap<>(values));
    }
}
