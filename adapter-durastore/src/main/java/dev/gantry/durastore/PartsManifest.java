package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an object is made of parts: DuraCloud's chunks manifest (docs/durastore.md, Parts).
 *
 * @param object the object's name
 * @param type its mimetype, if one is told
 * @param md5 that of the whole object, if it is known
 * @param parts in their order
 */
record PartsManifest(String object, Optional<String> type, long length, Optional<Checksum> md5, List<Part> parts) {

    /** What DuraCloud's names have room for. */
    static final int MAX_PARTS = 10_000;

    /** A content that holds a run of the object's bytes; {@code length} in bytes. */
    record Part(String id, long length, Checksum md5) {}

    /** Bytes of one part. */
    record Piece(Part part, ByteRange range) {}

    PartsManifest {
        parts = List.copyOf(parts);
        long sum = parts.stream().mapToLong(Part::length).sum();
        if (parts.isEmpty() || sum != length || parts.stream().anyMatch(part -> part.length() < 0)) {
            throw new InvalidValueException("the parts of " + object + " have " + sum + " bytes, not " + length);
        }
    }

    /** Whether it is of the state that Gantry wrote under {@code id}. */
    boolean isOf(ObjectId id) {
        return parts.get(0).id().startsWith(RemoteNames.parts(object, id));
    }

    List<Checksum> checksums() {
        return parts.stream().map(Part::md5).toList();
    }

    /** What of which part the range is made of, in order; none if it is empty. */
    List<Piece> pieces(ByteRange range) {
        List<Piece> pieces = new ArrayList<>();
        long start = 0;
        for (Part part : parts) {
            ByteRange common = new ByteRange(start, part.length()).intersection(range);
            if (common.length() > 0) {
                pieces.add(new Piece(part, new ByteRange(common.offset() - start, common.length())));
            }
            start += part.length();
        }
        return pieces;
    }
}
