package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Listings by ListObjectsV2 (docs/s3.md, Listings). */
final class S3Lists {

    /** Behind every name that begins with what stands before it. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    private S3Lists() {}

    static S3Call call(BucketName bucket, ListQuery query) {
        S3Call call = S3Call.bucket("GET", bucket)
                .query("list-type", "2")
                .query("encoding-type", "url")
                .query("max-keys", String.valueOf(query.max()));
        query.delimiter().ifPresent(delimiter -> call.query("delimiter", delimiter));
        if (!query.prefix().isEmpty()) {
            call.query("prefix", query.prefix());
        }
        if (!query.after().isEmpty()) {
            call.query("start-after", skipsBelow(query) ? query.after() + LAST : query.after());
        }
        return call;
    }

    private static boolean skipsBelow(ListQuery query) {
        return query.commonPrefix(query.after()).filter(query.after()::equals).isPresent();
    }

    static S3Page page(BucketName bucket, ListQuery query, S3Document document) {
        List<S3Document> contents = document.all("Contents");
        List<String> prefixes = document.all("CommonPrefixes").stream()
                .flatMap(common -> common.decoded("Prefix").stream())
                .toList();
        return new S3Page(
                contents.stream()
                        .flatMap(entry -> object(bucket, entry).stream())
                        .toList(),
                prefixes.stream()
                        .filter(prefix -> !OwnNames.isOwn(prefix) && !prefix.equals(query.after()))
                        .toList(),
                document.isTrue("IsTruncated") ? last(contents, prefixes) : Optional.empty());
    }

    private static Optional<S3Object> object(BucketName bucket, S3Document entry) {
        return entry.decoded("Key").flatMap(OwnNames::objectName).map(name -> object(bucket, name, entry));
    }

    private static S3Object object(BucketName bucket, ObjectName name, S3Document entry) {
        long length = entry.number("Size");
        StateToken state = new StateToken(StateToken.unquote(entry.require("ETag")), length);
        StoredObject stored = new StoredObject(
                new ObjectKey(bucket, name),
                state.token(),
                length,
                ObjectHeaders.seconds(entry.time("LastModified")),
                Metadata.none(),
                Optional.empty());
        return new S3Object(stored, entry.text("StorageClass"), restore(entry.child("RestoreStatus")));
    }

    private static Optional<Restore> restore(S3Document status) {
        return status.text("IsRestoreInProgress")
                .map(running -> new Restore(
                        running.equalsIgnoreCase("true"),
                        status.text("RestoreExpiryDate").map(until -> status.time("RestoreExpiryDate"))));
    }

    /** The greatest name or prefix of the page, which the next one begins behind. */
    private static Optional<String> last(List<S3Document> contents, List<String> prefixes) {
        Stream<String> lastName =
                contents.isEmpty() ? Stream.empty() : contents.get(contents.size() - 1).decoded("Key").stream();
        Stream<String> lastPrefix = prefixes.isEmpty() ? Stream.empty() : Stream.of(prefixes.get(prefixes.size() - 1));
        return Optional.of(Stream.concat(lastName, lastPrefix)
                .max((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)))
                .orElseThrow(() -> new InvalidValueException("a page that goes on and holds nothing")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
