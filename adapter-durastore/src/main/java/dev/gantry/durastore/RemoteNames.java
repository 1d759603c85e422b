package dev.gantry.durastore;

import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Percent;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which contents stand for what in a space: objects, parts of objects and their manifests, and what Gantry keeps for
 * itself (docs/durastore.md, What is in a space).
 *
 * @param writer tells this node's half-written objects from other nodes'
 */
record RemoteNames(String writer) {

    static final String MANIFEST = ".dura-manifest";
    static final String OWN = ".gantry/";
    static final String BUCKET = OWN + "bucket";

    private static final String PART = ".dura-chunk-";
    private static final Pattern ANY_PART = Pattern.compile(".*\\.dura-chunk-\\d+", Pattern.DOTALL);
    private static final int MAX_ENCODED = 1024;

    /** The object that a content of that id stands for; parts, and what is Gantry's own, stand for none. */
    static Optional<String> object(String id) {
        if (id.startsWith(OWN) || ANY_PART.matcher(id).matches() || id.equals(MANIFEST)) {
            return Optional.empty();
        }
        return Optional.of(id.endsWith(MANIFEST) ? id.substring(0, id.length() - MANIFEST.length()) : id);
    }

    static String manifest(ObjectName name) {
        return name.value() + MANIFEST;
    }

    /** Whether a manifest of that object's could have a name at all. */
    static boolean mayHaveManifest(ObjectName name) {
        return name.utf8().length + MANIFEST.length() <= ObjectName.MAX_BYTES;
    }

    /** What all parts of one state of an object begin with. The id keeps states apart, so that none damages another. */
    static String parts(String name, ObjectId id) {
        return name + ".gantry-" + id + PART;
    }

    static String part(String name, ObjectId id, long number) {
        return parts(name, id) + "%04d".formatted(number);
    }

    /** What all intents of this node begin with. */
    String intents() {
        return OWN + "writing-" + writer + "/";
    }

    /** Says that an object is being written, or that parts are about to be removed. */
    String intent(ObjectId id) {
        return intents() + id;
    }

    /** Where a content waits until it may be seen. */
    String staged(ObjectId id) {
        return intent(id) + "/staged";
    }

    /** Whether an object of that name can be here at all. */
    static boolean isObject(ObjectName name) {
        return object(name.value()).filter(name.value()::equals).isPresent();
    }

    /** Refuses names that mean something else, or that a DuraStore cannot hold or would take for another one. */
    static void require(ObjectName name, boolean inParts, boolean anyName) {
        String value = name.value();
        if (!isObject(name)) {
            throw refused(
                    name,
                    "it ends in " + MANIFEST + " or " + PART + "NNNN, or begins with " + OWN
                            + ", which have a meaning of their own there");
        }
        if (value.indexOf('?') >= 0 || value.indexOf('\\') >= 0) {
            throw refused(name, "it holds ? or \\");
        }
        if (longest(name, inParts) > ObjectName.MAX_BYTES) {
            throw refused(name, "with what its parts add it has more than " + ObjectName.MAX_BYTES + " bytes");
        }
        if (!anyName) {
            requirePlain(name);
        }
    }

    private static int longest(ObjectName name, boolean inParts) {
        int further = inParts ? part("", new ObjectId(new UUID(0, 0)), 0).length() : 0;
        return name.utf8().length + further;
    }

    /** A servlet container takes {@code a//b} and {@code a/../b} for other paths, and so for other contents. */
    private static void requirePlain(ObjectName name) {
        String value = name.value();
        boolean odd = Arrays.stream(value.split("/", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))
                || value.startsWith("/")
                || value.contains("//");
        if (odd) {
            throw refused(name, "its path would be taken for another one: it has an empty step, or . or ..");
        }
        if (Percent.encodePath(value).length() > MAX_ENCODED) {
            throw refused(name, "percent-encoded it has more than " + MAX_ENCODED + " bytes");
        }
    }

    private static ProviderException refused(ObjectName name, String why) {
        return new ProviderException.Rejected("a DuraStore cannot hold an object called " + name + ": " + why, null);
    }
}
