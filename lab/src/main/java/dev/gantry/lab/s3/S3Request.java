package dev.gantry.lab.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import dev.gantry.transport.RequestTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request, taken apart: buckets stand in the path.
 *
 * @param bucket empty for the account
 * @param key empty for a bucket
 * @param body without its frames
 */
record S3Request(String method, String bucket, String key, Map<String, String> query, Headers headers, byte[] body) {

    static S3Request of(Exchange exchange, byte[] body) {
        RequestTarget target = RequestTarget.parse(exchange.target());
        try {
            String path = Percent.decodePath(target.path().substring(1));
            int slash = path.indexOf('/');
            Map<String, String> query = query(target.query());
            // what completes an upload comes with the object's checksum, not with that of the document
            boolean completes = exchange.method().equals("POST") && query.containsKey("uploadId");
            return new S3Request(
                    exchange.method(),
                    slash < 0 ? path : path.substring(0, slash),
                    slash < 0 ? "" : path.substring(slash + 1),
                    query,
                    exchange.headers(),
                    completes ? body : S3Body.checked(exchange.headers(), body));
        } catch (InvalidValueException e) {
            throw new S3Refusal(400, "InvalidURI", e.getMessage());
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = part.indexOf('=');
            query.put(
                    Percent.decodeQuery(equals < 0 ? part : part.substring(0, equals)),
                    equals < 0 ? "" : Percent.decodeQuery(part.substring(equals + 1)));
        }
        return query;
    }

    boolean has(String parameter) {
        return query.containsKey(parameter);
    }

    String query(String parameter, String otherwise) {
        return query.getOrDefault(parameter, otherwise);
    }

    int number(String parameter, int otherwise) {
        String text = query.get(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new S3Refusal(400, "InvalidArgument", parameter + " is no number: " + text);
        }
    }

    Optional<String> header(String name) {
        return headers.first(name);
    }
}
