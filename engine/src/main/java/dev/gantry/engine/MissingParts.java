package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Jobs.AskedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a get still has to fetch: whole objects, and of those that an earlier run left unfinished what is not on disk. */
final class MissingParts {

    /** Beyond so many gaps in one object, one part that holds them all is asked for. */
    static final int MAX_GAPS = 1000;

    private final Map<ObjectName, List<AskedObject>> asked = new TreeMap<>();

    /** All of an object. */
    void whole(ObjectName name, long length) {
        asked.put(name, List.of(new AskedObject(name, length)));
    }

    /** What is missing beside {@code kept} of that state of an object; nothing if that is all of it. */
    void beside(Collection<ByteRange> kept, ObjectName name, ObjectId version, long length) {
        List<ByteRange> gaps = gaps(kept, length);
        if (!gaps.isEmpty()) {
            asked.put(
                    name,
                    gaps.stream()
                            .map(gap -> new AskedObject(name, gap.length(), Optional.of(gap), Optional.of(version)))
                            .toList());
        }
    }

    private static List<ByteRange> gaps(Collection<ByteRange> kept, long length) {
        List<ByteRange> gaps = new ArrayList<>();
        long end = 0;
        for (ByteRange range : ByteRange.merged(kept)) {
            if (range.offset() > end) {
                gaps.add(new ByteRange(end, range.offset() - end));
            }
            end = range.end();
        }
        if (end < length) {
            gaps.add(new ByteRange(end, length - end));
        }
        return gaps.size() <= MAX_GAPS ? gaps : List.of(hull(gaps));
    }

    private static ByteRange hull(List<ByteRange> gaps) {
        long begin = gaps.get(0).offset();
        return new ByteRange(begin, gaps.get(gaps.size() - 1).end() - begin);
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }

    boolean contains(ObjectName name) {
        return asked.containsKey(name);
    }

    /** What a job is to be asked for, in order of names. */
    List<AskedObject> list() {
        return asked.values().stream().flatMap(List::stream).toList();
    }

    /** A hash that is another one when something else is missing. */
    String hash() {
        return TransferJobs.hash(list().stream().map(AskedObject::toString));
    }
}
