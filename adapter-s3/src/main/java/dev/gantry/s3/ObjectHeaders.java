package dev.gantry.s3;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object between Gantry and the header fields of S3. Of the record the fields hold the id, the time and the layout; the
 * checksums of blobs are left to the catalogue (docs/adr/0019).
 */
final class ObjectHeaders {

    private static final String ID = MetadataHeaders.OWN + "id";
    private static final String CREATED = MetadataHeaders.OWN + "created";
    private static final String BLOB = MetadataHeaders.OWN + "blob";
    private static final String MIMETYPE = "content-mimetype";
    private static final Pattern MIME = Pattern.compile("[\\w.+-]+/[ -~]+");
    private static final int MOST_BLOBS = 10_000;

    private static final Pattern RUNNING = Pattern.compile("ongoing-request=\"(true|false)\"");
    private static final Pattern UNTIL = Pattern.compile("expiry-date=\"([^\"]+)\"");

    private ObjectHeaders() {}

    /** Adds what an object is created with. */
    static S3Call write(WriteSpec spec, Optional<String> storageClass, S3Call call) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(ID, spec.id().toString());
        own.put(CREATED, spec.created().toString());
        own.put(BLOB, String.valueOf(spec.layout().blobSize()));
        MetadataHeaders.write(spec.metadata(), own, call);
        storageClass.ifPresent(name -> call.header("x-amz-storage-class", name));
        contentType(spec.metadata().values()).ifPresent(type -> call.header("Content-Type", type));
        return call;
    }

    /** What a browser is told that reads the object from S3 itself. */
    private static Optional<String> contentType(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.get(MIMETYPE))
                .filter(type -> MIME.matcher(type).matches());
    }

    /** What the answer to HEAD says; {@link InvalidValueException} if it cannot be. */
    static S3Object read(ObjectKey key, Headers headers) {
        long length = headers.first("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> new InvalidValueException("an object without a length"));
        String tag = headers.first("ETag")
                .map(StateToken::unquote)
                .orElseThrow(() -> new InvalidValueException("an object without an entity tag"));
        StoredObject stored = new StoredObject(
                key,
                new StateToken(tag, length).token(),
                length,
                modified(headers),
                MetadataHeaders.read(headers),
                record(headers, length));
        return new S3Object(
                stored,
                headers.first("x-amz-storage-class"),
                headers.first("x-amz-restore").flatMap(ObjectHeaders::restore));
    }

    private static Instant modified(Headers headers) {
        return headers.first("Last-Modified")
                .flatMap(S3Account::date)
                .orElseThrow(() -> new InvalidValueException("an object without a time"));
    }

    /** Of an object that Gantry wrote; its checksums stand elsewhere. */
    private static Optional<ObjectRecord> record(Headers headers, long length) {
        try {
            Optional<String> id = headers.first(MetadataHeaders.PREFIX + ID);
            Optional<String> created = headers.first(MetadataHeaders.PREFIX + CREATED);
            Optional<String> blob = headers.first(MetadataHeaders.PREFIX + BLOB);
            if (id.isEmpty() || created.isEmpty() || blob.isEmpty()) {
                return Optional.empty();
            }
            BlobLayout layout = new BlobLayout(length, Long.parseLong(blob.get()));
            return Optional.of(layout)
                    .filter(l -> l.count() <= MOST_BLOBS)
                    .map(l -> new ObjectRecord(
                            ObjectId.parse(id.get()),
                            Instant.parse(created.get()),
                            l,
                            Collections.nCopies((int) l.count(), Checksums.none())));
        } catch (InvalidValueException | DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Restore> restore(String text) {
        Matcher running = RUNNING.matcher(text);
        Matcher until = UNTIL.matcher(text);
        return running.find()
                ? Optional.of(new Restore(
                        running.group(1).equals("true"),
                        until.find() ? S3Account.date(until.group(1)) : Optional.empty()))
                : Optional.empty();
    }

    /** A listing tells parts of a second where HEAD does not. */
    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
