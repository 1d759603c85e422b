package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobId;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.VersionToken;
import java.util.Optional;

/** One Object element of a MasterObjectList, as it stands there. Offset and length in bytes. */
record RemoteBlob(
        Optional<BlobId> id, ObjectName name, long offset, long length, Optional<String> version, boolean inCache) {

    static RemoteBlob of(RemoteElement element) {
        return new RemoteBlob(
                element.find("Id").map(BlobId::parse),
                new ObjectName(element.get("Name")),
                element.number("Offset"),
                element.number("Length"),
                element.find("VersionId"),
                element.find("InCache").map(Boolean::parseBoolean).orElse(false));
    }

    ByteRange range() {
        return new ByteRange(offset, length);
    }

    /** The blob as the domain has it; {@code reach} is what is known of all blobs of its object. */
    Blob toBlob(BucketName bucket, JobKind kind, Optional<RemoteReach> reach) {
        ObjectId object = version.map(ObjectId::parse).orElseGet(() -> RemoteIds.object(bucket, name, ""));
        Optional<VersionToken> pinned = version.filter(v -> kind != JobKind.PUT).map(VersionToken::new);
        return new Blob(
                id.orElseGet(() -> BlobId.derived(object, offset)),
                name,
                object,
                offset,
                length,
                layout(reach),
                pinned);
    }

    private BlobLayout layout(Optional<RemoteReach> reach) {
        return reach.flatMap(r -> r.layout(range()))
                .or(() -> RemoteReach.of(range()).layout(range()))
                .orElseThrow(() -> new InvalidValueException("the blob of " + name + " at " + offset + " with " + length
                        + " bytes belongs to no object of equal blobs"));
    }
}
