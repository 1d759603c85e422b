package dev.gantry.durastore;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.nio.charset.StandardCharsets;

/** Makes the fake's answers, and is what it throws instead of one. */
final class FakeAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    private FakeAnswer(Reply reply) {
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }

    static FakeAnswer refusal(int status, String text) {
        return new FakeAnswer(text(status, "text/plain", text));
    }

    static Reply text(int status, String type, String text) {
        Headers headers = Headers.builder().add("Content-Type", type).build();
        return new Reply(status, headers, new Reply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply text(String text) {
        return text(200, "text/plain", text);
    }

    static Reply xml(String text) {
        return text(200, "application/xml", text);
    }

    static Reply bytes(int status, Headers headers, byte[] bytes) {
        return new Reply(status, headers, new Reply.Bytes(bytes));
    }
}
