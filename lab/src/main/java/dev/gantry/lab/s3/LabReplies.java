package dev.gantry.lab.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;

/** Answers that are documents. */
final class LabReplies {

    private LabReplies() {}

    static Reply xml(int status, Xml document) {
        return new Reply(
                status,
                Headers.builder().add("Content-Type", "application/xml").build(),
                new Reply.Bytes(document.bytes()));
    }

    static Reply error(S3Request request, S3Refusal refusal) {
        Xml document = Xml.error().text("Code", refusal.code()).text("Message", refusal.getMessage());
        refusal.details().forEach(document::text);
        return error(request.method(), refusal.status(), document);
    }

    static Reply error(String method, int status, Xml document) {
        return method.equals("HEAD") ? Reply.empty(status, Headers.none()) : xml(status, document);
    }
}
