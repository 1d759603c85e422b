package dev.gantry.durastore;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The spaces and contents of one account of the fake. */
final class FakeSpaces {

    static final String ARCHIVED = "The content item is in long term storage. Request its retrieval, wait up to five"
            + " hours, and try again.";

    private static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int MAX_ID = 1024;

    private static final Duration RESTORE = Duration.ofHours(5);
    private static final Duration KEPT = Duration.ofDays(14);

    private final Map<String, TreeMap<String, FakeContent>> spaces = new TreeMap<>();
    private final Map<String, Restored> restored = new TreeMap<>();
    private Instant time = Instant.parse("2026-03-01T00:00:00Z");
    private long begun;
    private FakeVersion version = FakeVersion.V8;
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");

    void be(FakeVersion release) {
        version = release;
    }

    synchronized void clear() {
        spaces.clear();
        restored.clear();
        begun = 0;
    }

    /** Everything in a space, by id. */
    synchronized Map<String, FakeContent> contents(String space) {
        return new LinkedHashMap<>(spaces.getOrDefault(space, new TreeMap<>()));
    }

    /** Puts a content there as if another client had. */
    synchronized void put(String space, String id, FakeContent content) {
        spaces.computeIfAbsent(space, s -> new TreeMap<>(BYTES)).put(id, content);
    }

    /** A copy of an archived content that can be read for some time. */
    private record Restored(Instant from, Instant until) {}

    /** Begins or prolongs a restore; false while one is under way. What is not archived is none of its business. */
    synchronized boolean restore(String space, String id) {
        String path = space + "/" + id;
        Restored now = restored.get(path);
        boolean archived =
                contents(space).containsKey(id) && contents(space).get(id).archived();
        if (!archived) {
            return true;
        }
        boolean over = now == null || !time.isBefore(now.until());
        if (!over && time.isBefore(now.from())) {
            return false;
        }
        begun += over ? 1 : 0;
        Instant from = over ? time.plus(RESTORE) : now.from();
        restored.put(path, new Restored(from, (over ? from : time).plus(KEPT)));
        return true;
    }

    synchronized long begun() {
        return begun;
    }

    synchronized Instant time() {
        return time;
    }

    synchronized void pass(Duration duration) {
        time = time.plus(duration);
    }

    private FakeContent requireOnline(String space, String id, FakeContent content) {
        Restored copy = restored.get(space + "/" + id);
        boolean readable = copy != null && !time.isBefore(copy.from()) && time.isBefore(copy.until());
        if (content.archived() && !readable) {
            throw FakeAnswer.refusal(409, ARCHIVED);
        }
        return content;
    }

    synchronized Reply answer(FakeRequest request) {
        now = now.plusSeconds(1);
        if (request.first().equals("spaces")) {
            return FakeAnswer.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                    + spaces.keySet().stream()
                            .map(id -> "<space id=\"" + id + "\" />")
                            .collect(Collectors.joining("", "<spaces>", "</spaces>"))
                    + "\r\n");
        }
        return request.rest().isEmpty() ? space(request) : content(request);
    }

    private Reply space(FakeRequest request) {
        String id = request.first();
        if (request.method().equals("PUT")) {
            return make(id);
        }
        TreeMap<String, FakeContent> contents = existing(id);
        return switch (request.method()) {
            case "HEAD" -> Reply.empty(200, described(contents).build());
            case "GET" -> list(request, id, contents);
            case "DELETE" -> {
                spaces.remove(id);
                yield FakeAnswer.text("Space " + id + " deleted successfully");
            }
            default -> throw FakeAnswer.refusal(405, "");
        };
    }

    private TreeMap<String, FakeContent> existing(String space) {
        TreeMap<String, FakeContent> contents = spaces.get(space);
        if (contents == null) {
            throw FakeAnswer.refusal(404, "The space " + space + " does not exist");
        }
        return contents;
    }

    private Reply make(String id) {
        if (!SpaceIds.isLegal(id)) {
            throw FakeAnswer.refusal(400, id + " is no valid space ID");
        }
        boolean there = spaces.putIfAbsent(id, new TreeMap<>(BYTES)) != null;
        if (there && !version.makesSpacesAgain()) {
            throw FakeAnswer.refusal(500, "The space " + id + " exists already");
        }
        return Reply.empty(
                201,
                Headers.builder().add("Location", "http://fake/durastore/" + id).build());
    }

    private static Headers.Builder described(TreeMap<String, FakeContent> contents) {
        return Headers.builder()
                .add("x-dura-meta-space-created", "2026-01-02T03:04:05")
                .add("x-dura-meta-space-count", Integer.toString(contents.size()));
    }

    private static Reply list(FakeRequest request, String id, TreeMap<String, FakeContent> contents) {
        int max = request.parameter("maxResults").map(Integer::parseInt).orElse(10_000);
        String items = contents.tailMap(request.parameter("marker").orElse(""), false).keySet().stream()
                .filter(content ->
                        content.startsWith(request.parameter("prefix").orElse("")))
                .limit(max)
                .map(content -> "<item>" + Answers.escaped(content) + "</item>")
                .collect(Collectors.joining());
        Headers headers =
                described(contents).add("Content-Type", "application/xml").build();
        return FakeAnswer.bytes(
                200, headers, ("<space id=\"" + id + "\">" + items + "</space>").getBytes(StandardCharsets.UTF_8));
    }

    private Reply content(FakeRequest request) {
        requireContentId(request.rest());
        TreeMap<String, FakeContent> contents = existing(request.first());
        if (request.method().equals("PUT")) {
            return request.header("x-dura-meta-copy-source").isPresent()
                    ? copy(request, contents)
                    : put(request, contents);
        }
        FakeContent content = contents.get(request.rest());
        if (content == null) {
            throw FakeAnswer.refusal(404, "The content " + request.rest() + " does not exist");
        }
        return switch (request.method()) {
            case "HEAD" -> new Reply(200, content.headers().build(), new Reply.Empty(content.bytes().length));
            case "GET" -> get(request, requireOnline(request.first(), request.rest(), content));
            case "POST" -> post(request, contents, requireOnline(request.first(), request.rest(), content));
            case "DELETE" -> {
                contents.remove(request.rest());
                yield FakeAnswer.text("Content " + request.rest() + " deleted successfully");
            }
            default -> throw FakeAnswer.refusal(405, "");
        };
    }

    private static void requireContentId(String id) {
        boolean tooLong = id.getBytes(StandardCharsets.UTF_8).length > MAX_ID
                || Percent.encodePath(id).length() > MAX_ID;
        if (id.indexOf('?') >= 0 || id.indexOf('\\') >= 0 || tooLong) {
            throw FakeAnswer.refusal(400, "no valid content ID: " + id);
        }
    }

    /** Properties of what is replaced stay where no new ones have their names. */
    private Reply put(FakeRequest request, TreeMap<String, FakeContent> contents) {
        FakeContent older = contents.get(request.rest());
        Map<String, String> properties = new LinkedHashMap<>(older == null ? Map.of() : older.properties());
        properties.putAll(request.properties());
        FakeContent content = new FakeContent(
                request.body(),
                request.header("Content-Type").orElse("application/octet-stream"),
                properties,
                now,
                false);
        if (request.header("Content-MD5")
                .filter(md5 -> !md5.equals(content.md5()))
                .isPresent()) {
            throw FakeAnswer.refusal(409, "Checksum mismatch of " + request.rest());
        }
        contents.put(request.rest(), content);
        return created(content);
    }

    private static Reply created(FakeContent content) {
        return Reply.empty(
                201,
                Headers.builder()
                        .add("Location", "http://fake/durastore/")
                        .add("Content-MD5", content.md5())
                        .add("ETag", content.md5())
                        .build());
    }

    private Reply copy(FakeRequest request, TreeMap<String, FakeContent> contents) {
        String[] source = Percent.decodeQuery(
                        request.header("x-dura-meta-copy-source").orElse(""))
                .split("/", 2);
        if (request.body().length > 0 || source.length < 2) {
            throw FakeAnswer.refusal(400, "a copy has a source and no body");
        }
        FakeContent content = existing(source[0]).get(source[1]);
        if (content == null) {
            throw FakeAnswer.refusal(404, "The content " + source[1] + " does not exist");
        }
        FakeContent copy =
                requireOnline(source[0], source[1], content).described(content.type(), content.properties(), now);
        contents.put(request.rest(), copy);
        return created(copy);
    }

    private Reply post(FakeRequest request, TreeMap<String, FakeContent> contents, FakeContent content) {
        String type = request.header("Content-Type").orElse(content.type());
        contents.put(request.rest(), content.described(type, request.properties(), now));
        return FakeAnswer.text("Content " + request.rest() + " updated successfully");
    }

    private static Reply get(FakeRequest request, FakeContent content) {
        byte[] bytes = content.bytes();
        if (request.header("Range").isEmpty()) {
            return FakeAnswer.bytes(200, content.headers().build(), bytes);
        }
        Matcher range = RANGE.matcher(request.header("Range").get());
        if (!range.matches() || Long.parseLong(range.group(1)) >= bytes.length) {
            throw FakeAnswer.refusal(400, "The requested range is invalid");
        }
        int from = Integer.parseInt(range.group(1));
        int end = range.group(2).isEmpty()
                ? bytes.length
                : (int) Math.min(bytes.length, Long.parseLong(range.group(2)) + 1);
        Headers headers = content.headers()
                .add("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + bytes.length)
                .build();
        return FakeAnswer.bytes(206, headers, Arrays.copyOfRange(bytes, from, end));
    }
}
