package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import java.util.Set;
import java.util.regex.Pattern;

/** Which ids new spaces and contents may have (docs/durastore.md, Ids). */
final class SpaceIds {

    /** First words of addresses that are about something else than a space. */
    static final Set<String> RESERVED =
            Set.of("stores", "spaces", "task", "acl", "manifest", "audit", "bit-integrity", "report", "aux", "init");

    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9.-]{1,40}[a-z0-9.]");
    private static final Pattern ILLEGAL_PART = Pattern.compile("\\.\\.|-\\.|\\.-|\\.[0-9][^.]*$");

    private SpaceIds() {}

    /** Whether a new space may have that id. */
    static boolean isLegal(String id) {
        return LEGAL.matcher(id).matches() && !ILLEGAL_PART.matcher(id).find() && !RESERVED.contains(id);
    }

    static BucketName requireSpace(String id) {
        if (!isLegal(id)) {
            throw new Refusal(
                    400,
                    "no id for a space: " + id + "; it has 3 to 42 of a-z 0-9 . -, begins with a letter, does not end"
                            + " in -, holds none of .. -. .- and no digit behind its last dot, and is none of "
                            + RESERVED);
        }
        return new BucketName(id);
    }

    static void requireContent(String id) {
        if (id.indexOf('?') >= 0 || id.indexOf('\\') >= 0) {
            throw new Refusal(400, "the id of a content holds no ? and no \\: " + id);
        }
    }
}
