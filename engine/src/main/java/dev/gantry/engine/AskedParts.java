package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one job asks for of one object: all of it, or some parts. */
final class AskedParts {

    /** About how many parts of one object are taken that do not touch each other. */
    private static final int MAX_PARTS = 10_000;

    private final Set<ObjectId> versions = new HashSet<>(1);
    private List<ByteRange> parts = new ArrayList<>(1);
    private boolean whole;

    void add(AskedObject asked) {
        asked.version().ifPresent(versions::add);
        asked.part().ifPresentOrElse(parts::add, () -> whole = true);
        if (parts.size() > 2 * MAX_PARTS) {
            parts = ByteRange.merged(parts);
            requireFew(asked);
        }
    }

    private void requireFew(AskedObject asked) {
        if (parts.size() > MAX_PARTS) {
            throw new ApiException(
                    Problem.INVALID,
                    "more than " + MAX_PARTS + " separate parts of " + asked.name() + " are asked for; split it");
        }
    }

    /** The ranges of that object that are wanted, none for all of it; NO_SUCH_OBJECT if it is in another state than the one asked for. */
    List<ByteRange> of(ObjectInfo object) {
        versions.stream()
                .filter(version -> !version.equals(object.id()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ApiException(Problem.NO_SUCH_OBJECT, object.key() + " has no version " + other);
                });
        ByteRange all = new ByteRange(0, object.length());
        return whole || all.length() == 0
                ? List.of()
                : ByteRange.merged(
                        parts.stream().map(part -> within(all, part, object)).toList());
    }

    private static ByteRange within(ByteRange all, ByteRange part, ObjectInfo object) {
        ByteRange inside = all.intersection(part);
        if (inside.length() == 0) {
            throw new ApiException(
                    Problem.INVALID,
                    "no byte of " + object.key() + " lies in " + part.length() + " bytes from " + part.offset()
                            + " on; it has " + all.length());
        }
        return inside;
    }
}
