package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One request to S3 before it is addressed and signed: built up step by step, then sent once. Not thread-safe. */
public final class S3Call {

    /** One header field. */
    record Field(String name, String value) {}

    private final String method;
    private final Optional<BucketName> bucket;
    private final String name;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final List<Field> headers = new ArrayList<>();
    private Optional<Payload> body = Optional.empty();
    private OptionalLong framed = OptionalLong.empty();

    private S3Call(String method, Optional<BucketName> bucket, String name) {
        this.method = method;
        this.bucket = bucket;
        this.name = name;
    }

    /** A request of the account, as the list of its buckets. */
    public static S3Call account(String method) {
        return new S3Call(method, Optional.empty(), "");
    }

    public static S3Call bucket(String method, BucketName bucket) {
        return new S3Call(method, Optional.of(bucket), "");
    }

    public static S3Call object(String method, ObjectKey key) {
        return named(method, key.bucket(), key.name().value());
    }

    /** An object by the name it has in S3, which may be none that a {@link ObjectKey} can have. */
    static S3Call named(String method, BucketName bucket, String name) {
        return new S3Call(method, Optional.of(bucket), name);
    }

    /** Adds a parameter; not encoded yet. One without a value, as {@code restore}, is given an empty one. */
    public S3Call query(String parameter, String value) {
        query.put(parameter, value);
        return this;
    }

    public S3Call header(String field, String value) {
        headers.add(new Field(field, value));
        return this;
    }

    /** An XML document to send along, with its CRC32C. */
    public S3Call document(byte[] xml) {
        body = Optional.of(Buffers.of(xml));
        return header("Content-Type", "application/xml").header(Crc32c.HEADER, Crc32c.of(xml));
    }

    /** A body to send along as it is; whoever sends the call takes it over. */
    S3Call body(Payload payload) {
        body = Optional.of(payload);
        return this;
    }

    /** A body that frames {@code length} bytes as {@code aws-chunked} with a checksum behind them. */
    S3Call framed(Payload payload, long length) {
        framed = OptionalLong.of(length);
        return body(payload);
    }

    String method() {
        return method;
    }

    Optional<BucketName> bucket() {
        return bucket;
    }

    /** What names the object in its bucket; empty for the bucket itself. */
    String name() {
        return name;
    }

    Map<String, String> query() {
        return query;
    }

    List<Field> headers() {
        return headers;
    }

    boolean has(String field) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(field));
    }

    Optional<Payload> body() {
        return body;
    }

    /** How many bytes a framed body holds. */
    OptionalLong framed() {
        return framed;
    }

    @Override
    public String toString() {
        return method + " "
                + bucket.map(b -> b + (name.isEmpty() ? "" : "/" + name)).orElse("of the account")
                + (query.isEmpty() ? "" : " " + query.keySet());
    }
}
