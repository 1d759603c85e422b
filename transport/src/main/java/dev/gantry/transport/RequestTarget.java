package dev.gantry.transport;

/**
 * The target of a request line in its two parts, still percent-encoded.
 *
 * @param path begins with a slash, if the request is one that makes sense
 * @param query what stands behind the question mark; empty if there is none
 */
public record RequestTarget(String path, String query) {

    /** Splits what came; scheme and authority, which a proxy's client sends too, are left out. */
    public static RequestTarget parse(String target) {
        String local = local(target);
        int question = local.indexOf('?');
        return question < 0
                ? new RequestTarget(local, "")
                : new RequestTarget(local.substring(0, question), local.substring(question + 1));
    }

    /** The target without scheme and authority. */
    public static String local(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        if (authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }
}
