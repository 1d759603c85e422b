package dev.gantry.lab.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpDate;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Ranges;
import dev.gantry.transport.Reply;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PUT, GET, HEAD and DELETE of one object, and copies. */
final class ObjectOperations {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private static final Reply.Delivery UNHEARD = new Reply.Delivery() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    private final LabState state;

    ObjectOperations(LabState state) {
        this.state = state;
    }

    Reply put(S3Request request) {
        LabBucket bucket = state.bucket(request.bucket());
        requireAbsent(request, bucket);
        LabObject object = object(request.body(), storageClass(request), kept(request));
        bucket.objects().put(request.key(), object);
        return Reply.empty(200, validators(object).build());
    }

    /** Bytes that become an object now. */
    LabObject object(byte[] bytes, LabStorageClass storageClass, Map<String, String> headers) {
        return new LabObject(
                bytes,
                S3Body.digest(ChecksumType.MD5, bytes).toHex(),
                S3Body.crc32c(bytes),
                storageClass,
                state.now(),
                headers,
                Optional.empty());
    }

    static void requireAbsent(S3Request request, LabBucket bucket) {
        Optional<LabObject> there = bucket.find(request.key());
        boolean unwanted = request.header("If-None-Match").isPresent() && there.isPresent();
        boolean other = request.header("If-Match")
                .filter(tag -> there.filter(o -> o.matches(List.of(tag))).isEmpty())
                .isPresent();
        if (unwanted || other) {
            throw new S3Refusal(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
    }

    static LabStorageClass storageClass(S3Request request) {
        return request.header("x-amz-storage-class").map(LabStorageClass::of).orElse(LabStorageClass.STANDARD);
    }

    /** The header fields that are given back. */
    static Map<String, String> kept(S3Request request) {
        Map<String, String> kept = new LinkedHashMap<>();
        request.headers().startingWith("x-amz-meta-").forEach(field -> kept.put(field.name(), field.value()));
        request.header("Content-Type").ifPresent(type -> kept.put("Content-Type", type));
        return kept;
    }

    Reply copy(S3Request request, String source) {
        LabBucket bucket = state.bucket(request.bucket());
        requireAbsent(request, bucket);
        LabObject from = source(request, source);
        boolean replaced = request.header("x-amz-metadata-directive")
                .filter("REPLACE"::equals)
                .isPresent();
        LabObject to = object(from.bytes(), storageClass(request), replaced ? kept(request) : from.headers());
        bucket.objects().put(request.key(), to);
        return LabReplies.xml(200, copied("CopyObjectResult", to));
    }

    /** What answers a copy of an object or of a part. */
    static Xml copied(String root, LabObject to) {
        return Xml.of(root)
                .text("LastModified", to.modified())
                .text("ETag", '"' + to.etag() + '"')
                .text("ChecksumCRC32C", to.crc32c());
    }

    /** The object that is copied, in the state that the request names, if it can be read. */
    LabObject source(S3Request request, String source) {
        String path = Percent.decodePath(source.startsWith("/") ? source.substring(1) : source);
        int slash = path.indexOf('/');
        if (slash < 0) {
            throw new S3Refusal(400, "InvalidArgument", "x-amz-copy-source names a bucket and an object");
        }
        LabObject from = state.bucket(path.substring(0, slash)).require(path.substring(slash + 1));
        requireSourceState(request, from);
        from.requireReadable(state.now());
        return from;
    }

    private static void requireSourceState(S3Request request, LabObject from) {
        if (request.header("x-amz-copy-source-if-match")
                .filter(tag -> !from.matches(List.of(tag)))
                .isPresent()) {
            throw new S3Refusal(412, "PreconditionFailed", "The source is in another state");
        }
    }

    Reply head(S3Request request) {
        LabObject object = required(request);
        return new Reply(200, described(object).build(), new Reply.Empty(object.bytes().length));
    }

    Reply get(S3Request request) {
        LabObject object = required(request);
        object.requireReadable(state.now());
        Optional<ByteRange> range = range(request, object);
        Headers.Builder headers = described(object);
        ByteRange all = new ByteRange(0, object.bytes().length);
        if (range.isEmpty()) {
            return new Reply(200, headers.build(), bytes(object, all));
        }
        headers.add("Content-Range", Ranges.contentRange(List.of(range.get()), all.length()));
        return new Reply(206, headers.build(), bytes(object, range.get()));
    }

    /** The range that is asked for; empty for all bytes. */
    private static Optional<ByteRange> range(S3Request request, LabObject object) {
        Optional<Matcher> asked = request.header("Range").map(RANGE::matcher).filter(Matcher::matches);
        return asked.map(matcher -> range(matcher, object.bytes().length));
    }

    /** The bytes of {@code from} that the request wants copied. */
    static byte[] wanted(S3Request request, LabObject from) {
        Optional<ByteRange> range = request.header("x-amz-copy-source-range")
                .map(RANGE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> range(matcher, from.bytes().length));
        return range.map(r -> Arrays.copyOfRange(from.bytes(), (int) r.offset(), (int) r.end()))
                .orElse(from.bytes());
    }

    private static ByteRange range(Matcher asked, long length) {
        long from = Long.parseLong(asked.group(1));
        long last = asked.group(2).isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(asked.group(2)));
        if (from > last) {
            throw new S3Refusal(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return new ByteRange(from, last - from + 1);
    }

    private static Reply.Body bytes(LabObject object, ByteRange range) {
        ByteBuffer part = ByteBuffer.wrap(object.bytes(), (int) range.offset(), (int) range.length());
        return new Reply.Payloads(List.of(new Buffers(List.of(part), () -> {})), UNHEARD);
    }

    private LabObject required(S3Request request) {
        LabObject object = state.bucket(request.bucket()).require(request.key());
        if (!object.matches(request.header("If-Match").map(List::of).orElse(List.of("*")))) {
            throw new S3Refusal(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
        return object;
    }

    private static Headers.Builder validators(LabObject object) {
        return Headers.builder()
                .add("ETag", '"' + object.etag() + '"')
                .add(S3Body.CRC32C, object.crc32c())
                .add("x-amz-checksum-type", "FULL_OBJECT");
    }

    private Headers.Builder described(LabObject object) {
        Headers.Builder headers = validators(object)
                .add("Last-Modified", HttpDate.format(object.modified()))
                .add("Accept-Ranges", "bytes");
        object.headers().forEach(headers::add);
        if (object.storageClass() != LabStorageClass.STANDARD) {
            headers.add("x-amz-storage-class", object.storageClass().name());
        }
        object.restoreHeader(state.now()).ifPresent(value -> headers.add("x-amz-restore", value));
        return headers;
    }

    Reply delete(S3Request request) {
        state.bucket(request.bucket()).objects().remove(request.key());
        return Reply.empty(204, Headers.none());
    }
}
