package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which objects a list is about. Every object here is the latest version of itself.
 *
 * @param name the whole name; no character of it is a wildcard
 * @param prefix names begin with it
 */
record ObjectFilter(
        Optional<String> name,
        String prefix,
        Optional<Type> type,
        boolean anyVersion,
        OptionalLong notBefore,
        OptionalLong notAfter) {

    /** What an object is: a folder's name ends in a slash, and it has no bytes. */
    enum Type {
        DATA,
        FOLDER;

        static Type of(ObjectInfo object) {
            return object.length() == 0 && object.key().name().value().endsWith("/") ? FOLDER : DATA;
        }
    }

    static ObjectFilter of(Query query) {
        Optional<String> folder = query.text("folder").map(f -> f.endsWith("/") ? f : f + "/");
        Optional<String> name = query.text("name");
        if (folder.isPresent() && name.isPresent()) {
            throw new InvalidValueException("give name or folder, not both");
        }
        return new ObjectFilter(
                name,
                folder.orElse(""),
                query.oneOf("type", Type.class),
                !query.has("latest") || query.isTrue("latest"),
                query.number("start_date"),
                query.number("end_date"));
    }

    boolean accepts(ObjectInfo object) {
        long created = object.created().toEpochMilli();
        return anyVersion
                && name.filter(wanted -> !wanted.equals(object.key().name().value()))
                        .isEmpty()
                && type.filter(wanted -> wanted != Type.of(object)).isEmpty()
                && created >= notBefore.orElse(Long.MIN_VALUE)
                && created <= notAfter.orElse(Long.MAX_VALUE);
    }
}
