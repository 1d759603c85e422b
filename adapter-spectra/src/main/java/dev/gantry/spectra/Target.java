package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Percent;
import dev.gantry.transport.RequestTarget;

/**
 * What a request is about, decoded (docs/spectra-s3.md, Addresses).
 *
 * @param path as it came, percent-encoded, without the query
 * @param rest whether it is of the management style, {@code /_rest_/resource/id}, and not {@code /bucket/key}
 * @param container the bucket or the resource; empty for the service itself
 * @param item the object's key or the resource's id; empty if there is none
 */
record Target(String path, boolean rest, String container, String item, Query query) {

    /** Reads the target of a request line; refuses what cannot be decoded. */
    static Target parse(String target) {
        RequestTarget split = RequestTarget.parse(target);
        String path = split.path();
        Query query = Query.parse(split.query());
        return path.startsWith(WireNames.REST) ? rest(path, query) : s3(path, query);
    }

    private static Target rest(String path, Query query) {
        String tail = path.substring(WireNames.REST.length());
        return split(path, true, tail.endsWith("/") ? tail.substring(0, tail.length() - 1) : tail, query);
    }

    private static Target s3(String path, Query query) {
        if (!path.startsWith("/")) {
            throw new InvalidValueException("a path begins with a slash: " + path);
        }
        return split(path, false, path.substring(1), query);
    }

    private static Target split(String path, boolean rest, String tail, Query query) {
        int slash = tail.indexOf('/');
        String container = slash < 0 ? tail : tail.substring(0, slash);
        String item = slash < 0 ? "" : tail.substring(slash + 1);
        return new Target(path, rest, Percent.decodePath(container), Percent.decodePath(item), query);
    }
}
