package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Percent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.xml.XmlMapper;

/** An element of a document that S3 answered, with what stands in it. What it lacks is empty, never null. */
public final class S3Document {

    private static final XmlMapper XML = XmlMapper.shared();

    private final JsonNode node;

    private S3Document(JsonNode node) {
        this.node = node;
    }

    /** Reads a whole document; {@link InvalidValueException} if it is none. No DTD, no entities. Blocks with its stream. */
    static S3Document read(InputStream in) {
        try {
            return new S3Document(XML.readTree(behindSpace(in)));
        } catch (JacksonException e) {
            throw new InvalidValueException("it is not XML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidValueException("it ends in the middle: " + e.getMessage(), e);
        }
    }

    /** S3 sends spaces while it copies or completes, so that nobody takes the connection for dead. */
    private static InputStream behindSpace(InputStream in) throws IOException {
        PushbackInputStream document = new PushbackInputStream(in);
        int next = document.read();
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            next = document.read();
        }
        if (next >= 0) {
            document.unread(next);
        }
        return document;
    }

    /** The text of the child of that name. */
    public Optional<String> text(String name) {
        JsonNode child = node.path(name);
        return child.isValueNode() && !child.isNull() ? Optional.of(child.asString()) : Optional.empty();
    }

    /** The same, percent-decoded, as a listing in the encoding {@code url} has its names. */
    public Optional<String> decoded(String name) {
        return text(name).map(Percent::decodeQuery);
    }

    /** The text of the child of that name; {@link InvalidValueException} if there is none. */
    public String require(String name) {
        return text(name).orElseThrow(() -> new InvalidValueException("it lacks the element " + name));
    }

    public long number(String name) {
        String text = require(name);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidValueException("its " + name + " is no number: " + text, e);
        }
    }

    public Instant time(String name) {
        String text = require(name);
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeException e) {
            throw new InvalidValueException("its " + name + " is no time: " + text, e);
        }
    }

    public boolean isTrue(String name) {
        return text(name).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** The child of that name, an empty one where there is none. */
    public S3Document child(String name) {
        return new S3Document(node.path(name));
    }

    /** Every child of that name, in order. */
    public List<S3Document> all(String name) {
        JsonNode child = node.path(name);
        List<S3Document> all = new ArrayList<>();
        if (child.isArray()) {
            child.forEach(one -> all.add(new S3Document(one)));
        } else if (!child.isMissingNode()) {
            all.add(new S3Document(child));
        }
        return all;
    }
}
