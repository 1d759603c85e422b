package dev.gantry.durastore;

import dev.gantry.ports.payload.Payload;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Request;
import java.util.Optional;

/** One request to a DuraStore: built up step by step, then sent once. Not thread-safe. */
final class RemoteCall {

    private final String method;
    private final String path;
    private final StringBuilder query = new StringBuilder();
    private final Headers.Builder headers = Headers.builder();
    private Optional<Payload> body = Optional.empty();
    private boolean patient;
    private boolean task;

    private RemoteCall(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static RemoteCall content(String method, RemoteAddress address) {
        return new RemoteCall(method, address.path());
    }

    /** A request about a space, or about one of the API's own words. */
    static RemoteCall word(String method, String word) {
        return new RemoteCall(method, Percent.encodePath(word));
    }

    /** Adds a parameter, unless it has no value. */
    RemoteCall query(String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(Percent.encodeQuery(value));
        }
        return this;
    }

    RemoteCall header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    RemoteCall headers(Headers more) {
        more.forEach(headers::add);
        return this;
    }

    /** What goes out with the request; whoever sends the call takes it over. */
    RemoteCall body(Payload payload) {
        body = Optional.of(payload);
        return this;
    }

    /** The answer comes only when long work is done: it may be silent until then. */
    RemoteCall patient() {
        patient = true;
        return this;
    }

    /** Performs a task: there DuraStore's statuses tell less apart. */
    RemoteCall task() {
        task = true;
        return patient();
    }

    boolean isTask() {
        return task;
    }

    boolean isPatient() {
        return patient;
    }

    Request request(String context) {
        return new Request(method, context + "/" + path + query, headers.build(), body);
    }

    @Override
    public String toString() {
        return method + " " + Percent.decodePath(path);
    }
}
