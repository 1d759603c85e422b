package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.transport.Percent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of an upload that Gantry began, or was about to.
 *
 * @param upload what S3 calls it; empty while that is not known
 * @param others the uploads of that name that were there before: somebody else's
 */
record UploadNote(ObjectId id, ObjectKey key, Optional<String> upload, Set<String> others) {

    private static final int FIXED = 3;

    /** Where the upload's name will stand; no name is encoded so. */
    private static final String UNKNOWN = "?";

    UploadNote {
        others = Set.copyOf(others);
    }

    UploadNote begun(String name) {
        return new UploadNote(id, key, Optional.of(name), others);
    }

    /** Its lines: bucket, name, upload and, one a line, the others. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                key.bucket().value(),
                Percent.encodeUnreserved(key.name().value()),
                upload.map(Percent::encodeUnreserved).orElse(UNKNOWN)));
        others.forEach(other -> lines.add(Percent.encodeUnreserved(other)));
        return lines;
    }

    /** Reads {@link #lines}; {@link InvalidValueException} if they are none. */
    static UploadNote read(ObjectId id, List<String> lines) {
        if (lines.size() < FIXED) {
            throw new InvalidValueException("a note of an upload has " + FIXED + " lines, not " + lines.size());
        }
        Set<String> others = new HashSet<>();
        lines.subList(FIXED, lines.size()).forEach(other -> others.add(Percent.decodePath(other)));
        return new UploadNote(
                id,
                ObjectKey.of(lines.get(0), Percent.decodePath(lines.get(1))),
                Optional.of(lines.get(2)).filter(line -> !line.equals(UNKNOWN)).map(Percent::decodePath),
                others);
    }
}
