package dev.gantry.durastore;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Makes answers. */
final class Answers {

    /** Writes a document of any size. */
    @FunctionalInterface
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";

    private Answers() {}

    static Reply text(int status, String text) {
        return text(status, WireNames.TEXT, text);
    }

    static Reply text(int status, String type, String text) {
        Headers headers = Headers.builder().add(WireNames.CONTENT_TYPE, type).build();
        return new Reply(status, headers, new Reply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply xml(String content) {
        return xml(Headers.builder(), content);
    }

    static Reply xml(Headers.Builder headers, String content) {
        byte[] bytes = (DECLARATION + content + "\r\n").getBytes(StandardCharsets.UTF_8);
        return new Reply(200, headers.add(WireNames.CONTENT_TYPE, WireNames.XML).build(), new Reply.Bytes(bytes));
    }

    /** An XML document of any size; {@code content} runs on a thread that may block, once the head is out. */
    static Reply streamedXml(Headers.Builder headers, Content content) {
        return streamed(headers.add(WireNames.CONTENT_TYPE, WireNames.XML), out -> {
            out.write(DECLARATION);
            content.writeTo(out);
            out.write("\r\n");
        });
    }

    static Reply streamed(Headers.Builder headers, Content content) {
        return new Reply(200, headers.build(), new Reply.Document(stream -> {
            Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            try {
                content.writeTo(out);
                out.flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }));
    }

    /** The text as XML carries it. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                case '\r', '\n', '\t' -> out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
