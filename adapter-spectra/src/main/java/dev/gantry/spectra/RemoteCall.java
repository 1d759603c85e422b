package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Payload;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import java.util.Optional;
import java.util.Set;

/** One request before it is signed: built up step by step, then sent once. Not thread-safe. */
final class RemoteCall {

    private final String method;
    private final StringBuilder target;
    private final Headers.Builder headers = Headers.builder();
    private boolean hasQuery;
    private String contentType = WireNames.XML;
    private Optional<Payload> body = Optional.empty();
    private Set<ChecksumType> digests = Set.of();
    private Problem missing = Problem.INVALID;
    private Problem clash = Problem.CONFLICT;

    private RemoteCall(String method, String path) {
        this.method = method;
        this.target = new StringBuilder(Percent.encodePath(path));
    }

    /** A request for {@code _rest_/resource}. */
    static RemoteCall rest(String method, String resource) {
        return new RemoteCall(method, WireNames.REST + resource);
    }

    static RemoteCall bucket(String method, BucketName bucket) {
        return new RemoteCall(method, "/" + bucket).missing(Problem.NO_SUCH_BUCKET);
    }

    static RemoteCall object(String method, ObjectKey key) {
        return new RemoteCall(method, "/" + key.bucket() + "/" + key.name()).missing(Problem.NO_SUCH_OBJECT);
    }

    /** Adds a parameter. */
    RemoteCall query(String name, String value) {
        flag(name);
        target.append('=').append(Percent.encodeQuery(value));
        return this;
    }

    /** Adds a parameter that has no value. */
    RemoteCall flag(String name) {
        target.append(hasQuery ? '&' : '?').append(name);
        hasQuery = true;
        return this;
    }

    RemoteCall header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** What goes out with the request; whoever sends the call takes it over. */
    RemoteCall body(String type, Payload payload) {
        contentType = type;
        body = Optional.of(payload);
        return this;
    }

    /** Has checksums of the body computed as it goes out. */
    RemoteCall digests(Set<ChecksumType> types) {
        digests = types;
        return this;
    }

    /** What a 404 means where its code does not tell. */
    RemoteCall missing(Problem problem) {
        missing = problem;
        return this;
    }

    /** What a 409 means where its code does not tell. */
    RemoteCall clash(Problem problem) {
        clash = problem;
        return this;
    }

    String method() {
        return method;
    }

    String target() {
        return target.toString();
    }

    /** The headers, with those that every request has. */
    Headers headers(String date) {
        return headers.add(WireNames.NAMING_CONVENTION, "s3")
                .add(WireNames.CONTENT_TYPE, contentType)
                .add(WireNames.DATE, date)
                .build();
    }

    Optional<Payload> body() {
        return body;
    }

    Set<ChecksumType> digests() {
        return digests;
    }

    Problem missing() {
        return missing;
    }

    Problem clash() {
        return clash;
    }
}
