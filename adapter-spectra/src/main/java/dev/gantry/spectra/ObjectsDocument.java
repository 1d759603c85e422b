package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Problem;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The list of objects that a job is asked for, read while it arrives: {@code <Objects><Object Name=".." Size=".."/>..}.
 * Reading may throw {@link ApiException}. What else stands in the document is skipped.
 */
final class ObjectsDocument implements Iterator<ObjectsDocument.Entry> {

    /** One object; {@code size} is what Size, or Length, says. */
    record Entry(ObjectName name, OptionalLong size, OptionalLong offset, Optional<ObjectId> version) {}

    private final XmlIn xml;
    private final Optional<String> priority;
    private final Optional<String> ordering;
    private int count;
    private boolean looked;
    private boolean found;

    ObjectsDocument(LimitedInputStream body) {
        this.xml = XmlIn.open(body, "Objects");
        this.priority = xml.attribute("Priority");
        this.ordering = xml.attribute("ChunkClientProcessingOrderGuarantee");
    }

    /** What old clients say in the document instead of the query. */
    Optional<String> priority() {
        return priority;
    }

    /** What old clients say in the document instead of the query. */
    Optional<String> ordering() {
        return ordering;
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            looked = true;
            found = advance();
        }
        return found;
    }

    private boolean advance() {
        while (xml.next()) {
            if (xml.depth() == 2 && xml.isAt("Object")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        looked = false;
        if (++count > Jobs.MAX_OBJECTS) {
            throw new ApiException(
                    Problem.INVALID, "a job has at most " + Jobs.MAX_OBJECTS + " objects; make several jobs");
        }
        return entry();
    }

    private Entry entry() {
        String name = xml.attribute("Name")
                .orElseThrow(() -> new InvalidValueException("object " + count + " of the document has no Name"));
        OptionalLong size = number(name, "Size");
        return new Entry(
                new ObjectName(name),
                size.isPresent() ? size : number(name, "Length"),
                number(name, "Offset"),
                xml.attribute("VersionId").filter(id -> !id.isEmpty()).map(ObjectId::parse));
    }

    private OptionalLong number(String object, String attribute) {
        Optional<String> value = xml.attribute(attribute).filter(text -> !text.isEmpty());
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value.get().strip());
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            throw new InvalidValueException(attribute + " of " + object + " is no number: " + value.get(), e);
        }
        throw new InvalidValueException(attribute + " of " + object + " is negative: " + value.get());
    }
}
