package dev.gantry.durastore;

import dev.gantry.transport.Percent;
import dev.gantry.transport.RequestTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is about, decoded: {@code /durastore/first/rest?parameters}.
 *
 * @param path as it came, percent-encoded, without the query
 * @param first a reserved word or a space's id; empty for the API itself
 * @param rest what stands behind it: a content's id, slashes and all; empty if there is none
 */
record Address(String path, String first, String rest, Map<String, String> parameters) {

    /** Reads the target of a request line; refuses what cannot be decoded, and what is not below the context. */
    static Address parse(String target) {
        RequestTarget split = RequestTarget.parse(target);
        String path = split.path();
        if (!path.equals(DurastoreSettings.CONTEXT) && !path.startsWith(DurastoreSettings.CONTEXT + "/")) {
            throw new Refusal(404, "DuraStore is served below " + DurastoreSettings.CONTEXT);
        }
        String tail = path.equals(DurastoreSettings.CONTEXT) ? "" : path.substring(CONTEXT_LENGTH + 1);
        int slash = tail.indexOf('/');
        String first = slash < 0 ? tail : tail.substring(0, slash);
        String rest = slash < 0 ? "" : tail.substring(slash + 1);
        return new Address(path, Percent.decodePath(first), Percent.decodePath(rest), parameters(split.query()));
    }

    private static final int CONTEXT_LENGTH = DurastoreSettings.CONTEXT.length();

    /** Of a name given twice the first counts. */
    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(Percent.decodeQuery(name), Percent.decodeQuery(value));
        }
        return parameters;
    }

    /** The parameter's value; one without counts as absent. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
