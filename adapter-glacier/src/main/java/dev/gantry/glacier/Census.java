package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.s3.S3Object;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many objects of a listing are where. Not thread-safe. */
final class Census {

    private final RestoreStates states;
    private final Map<ArchiveClass, Demand> archived = new EnumMap<>(ArchiveClass.class);
    private Demand online = Demand.NONE;
    private Demand restored = Demand.NONE;
    private Demand restoring = Demand.NONE;

    Census(RestoreStates states) {
        this.states = states;
    }

    void add(S3Object object) {
        long length = object.stored().length();
        Availability now = states.of(object);
        if (now instanceof Availability.Online there) {
            if (there.until().isEmpty()) {
                online = online.with(length);
            } else {
                restored = restored.with(length);
            }
        } else if (now instanceof Availability.Staging) {
            restoring = restoring.with(length);
        } else {
            RestoreStates.archive(object)
                    .ifPresent(archive ->
                            archived.merge(archive, Demand.NONE.with(length), (before, one) -> before.with(length)));
        }
    }

    /** What is to be restored, by class. */
    Map<ArchiveClass, Demand> archived() {
        return archived;
    }

    /** As a task tells it. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("online", fields(online));
        fields.put("restored", fields(restored));
        fields.put("restoring", fields(restoring));
        Demand rest = archived.values().stream()
                .reduce(
                        Demand.NONE,
                        (a, b) -> new Demand(
                                a.objects() + b.objects(), a.bytes() + b.bytes(), Math.max(a.largest(), b.largest())));
        fields.put("archived", fields(rest));
        return fields;
    }

    private static Map<String, Object> fields(Demand demand) {
        return Map.of("objects", demand.objects(), "bytes", demand.bytes());
    }
}
