package dev.gantry.spectra;

import dev.gantry.domain.Page;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Makes answers. */
final class Answers {

    private static final String DATA = "Data";

    private Answers() {}

    /** A small document. */
    static Reply document(int status, Headers extra, String root, Consumer<XmlOut> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XmlOut.write(bytes, root, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(status, xml(extra), new Reply.Bytes(bytes.toByteArray()));
    }

    static Reply document(String root, Consumer<XmlOut> content) {
        return document(200, Headers.none(), root, content);
    }

    /** A small document with the root that records and lists of the management style have. */
    static Reply data(Consumer<XmlOut> content) {
        return document(DATA, content);
    }

    /** One page of a list, with the headers that every such list carries. */
    static <T> Reply list(Page<T> page, Consumer<XmlOut> content) {
        return list(page, DATA, content);
    }

    static <T> Reply list(Page<T> page, String root, Consumer<XmlOut> content) {
        return document(200, Paging.headers(page), root, content);
    }

    /** A document of any size; {@code content} runs on a thread that may block, once the head is out. */
    static Reply streamed(Headers extra, String root, Consumer<XmlOut> content) {
        return new Reply(200, xml(extra), new Reply.Document(out -> XmlOut.write(out, root, content)));
    }

    static Reply noContent() {
        return Reply.empty(204, Headers.none());
    }

    static Reply ok() {
        return Reply.empty(200, Headers.none());
    }

    private static Headers xml(Headers extra) {
        return extra.with(WireNames.CONTENT_TYPE, WireNames.XML);
    }
}
