package dev.gantry.spectra;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Replication.PlannedBlob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A job to replicate as a MasterObjectList, the answer of Modify Active Job. */
final class ReplicaXml {

    private static final String ORDERING = "ChunkClientProcessingOrderGuarantee";

    private final XmlIn xml;
    private final JobId job;
    private final ReplicaDocument document;

    private ReplicaXml(LimitedInputStream body) {
        this.xml = XmlIn.open(body, "MasterObjectList");
        this.job = JobId.parse(required("the list", "JobId"));
        this.document = new ReplicaDocument(job);
    }

    static ReplicaDocument read(LimitedInputStream body) {
        ReplicaXml list = new ReplicaXml(body);
        list.terms();
        boolean more = list.xml.next();
        while (more) {
            more = list.isAt(2, "Objects") ? list.chunk() : list.xml.next();
        }
        return list.document;
    }

    private void terms() {
        xml.attribute("RequestType")
                .map(type -> Query.constant("RequestType", JobKind.class, type))
                .filter(kind -> kind != JobKind.PUT)
                .ifPresent(kind -> {
                    throw new InvalidValueException("only PUT jobs are replicated, and " + job + " is a " + kind);
                });
        document.terms(
                xml.attribute("Name"),
                xml.attribute("Priority").map(value -> Query.constant("Priority", Priority.class, value)),
                xml.attribute(ORDERING).map(value -> Query.constant(ORDERING, Ordering.class, value)));
    }

    private boolean isAt(int depth, String name) {
        return xml.depth() == depth && xml.isAt(name);
    }

    /** Reads a chunk and moves behind it; false at the document's end. */
    private boolean chunk() {
        ChunkId id = ChunkId.parse(required("a chunk", "ChunkId"));
        long number = number("chunk " + id, "ChunkNumber");
        List<PlannedBlob> blobs = new ArrayList<>();
        boolean more = xml.next();
        while (more && xml.depth() > 2) {
            if (isAt(3, "Object")) {
                blobs.add(blob());
            }
            more = xml.next();
        }
        document.add(number, id, blobs);
        return more;
    }

    private PlannedBlob blob() {
        document.count();
        ObjectName name = new ObjectName(required("a blob", "Name"));
        return new PlannedBlob(
                BlobId.parse(required("a blob of " + name, "Id")),
                xml.attribute("VersionId")
                        .filter(id -> !id.isEmpty())
                        .map(ObjectId::parse)
                        .orElseGet(() -> derived(name)),
                name,
                number("a blob of " + name, "Offset"),
                number("a blob of " + name, "Length"));
    }

    /** Lists of servers before 5.0 name no object's id; made of job and name it is the same each time. */
    private ObjectId derived(ObjectName name) {
        return new ObjectId(UUID.nameUUIDFromBytes((job + "/" + name).getBytes(StandardCharsets.UTF_8)));
    }

    private String required(String what, String attribute) {
        return text(attribute).orElseThrow(() -> new InvalidValueException(what + " has no " + attribute));
    }

    private Optional<String> text(String attribute) {
        return xml.attribute(attribute).filter(value -> !value.isEmpty());
    }

    private long number(String what, String attribute) {
        String text = required(what, attribute);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidValueException(attribute + " of " + what + " is no number: " + text, e);
        }
    }
}
