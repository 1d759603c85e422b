package dev.gantry.spectra;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what the headers of an answer tell of an object (docs/spectra-s3.md, Data path inside a job). */
final class RemoteObjectInfo {

    private static final int MAX_BLOBS = 10_000;

    private RemoteObjectInfo() {}

    /** The object of {@code length} bytes that {@code headers} describe; what they leave out is derived. */
    static ObjectInfo of(ObjectKey key, Headers headers, long length) {
        SortedMap<Long, Checksum> checksums = checksums(headers);
        BlobLayout layout = layout(length, checksums);
        Optional<String> version = headers.first(WireNames.VERSION_ID).filter(v -> !v.isEmpty());
        Instant created = created(headers);
        String state = version.or(() -> headers.first(WireNames.ETAG)).orElse(created + "/" + length);
        return new ObjectInfo(
                key,
                version.map(ObjectId::parse).orElseGet(() -> RemoteIds.object(key.bucket(), key.name(), state)),
                new VersionToken(state),
                length,
                created,
                metadata(headers),
                layout,
                blobs(layout, checksums));
    }

    private static Instant created(Headers headers) {
        return headers.first(WireNames.CREATION_DATE)
                .filter(text -> !text.isEmpty())
                .map(text -> RemoteValues.time(WireNames.CREATION_DATE, text))
                .orElse(Instant.EPOCH);
    }

    private static Metadata metadata(Headers headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.startingWith(WireNames.META_PREFIX)
                .forEach(field -> values.put(field.name().substring(WireNames.META_PREFIX.length()), field.value()));
        return new Metadata(values);
    }

    /** The first checksum of an answer's own headers: that of one whole blob. */
    static Optional<Checksum> checksum(Headers headers) {
        return WireNames.CHECKSUM_ORDER.stream()
                .flatMap(type ->
                        headers
                                .first(WireNames.checksumHeader(type))
                                .map(value -> Checksum.base64(type, value))
                                .stream())
                .findFirst();
    }

    private static SortedMap<Long, Checksum> checksums(Headers headers) {
        SortedMap<Long, Checksum> byOffset = new TreeMap<>();
        Optional<ChecksumType> type =
                headers.first(WireNames.BLOB_CHECKSUM_TYPE).flatMap(RemoteObjectInfo::type);
        type.ifPresent(t -> headers.startingWith(WireNames.BLOB_CHECKSUM_OFFSET).stream()
                .limit(MAX_BLOBS)
                .forEach(field -> byOffset.put(offset(field), Checksum.base64(t, field.value()))));
        return byOffset;
    }

    private static long offset(Headers.Field field) {
        return RemoteValues.number(field.name(), field.name().substring(WireNames.BLOB_CHECKSUM_OFFSET.length()));
    }

    /** A type that we do not know makes the checksums useless, not the answer. */
    private static Optional<ChecksumType> type(String name) {
        return Arrays.stream(ChecksumType.values())
                .filter(type -> WireNames.checksumName(type).equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Blobs are named by their offsets: the second one tells how long the first is. */
    private static BlobLayout layout(long length, SortedMap<Long, Checksum> checksums) {
        Optional<Long> second =
                checksums.keySet().stream().filter(offset -> offset > 0).findFirst();
        BlobLayout layout = second.map(size -> new BlobLayout(length, size)).orElseGet(() -> BlobLayout.whole(length));
        if (layout.count() > MAX_BLOBS) {
            throw new InvalidValueException("an object of " + length + " bytes in blobs of " + layout.blobSize());
        }
        return layout;
    }

    private static List<Checksums> blobs(BlobLayout layout, SortedMap<Long, Checksum> checksums) {
        List<Checksums> blobs = new ArrayList<>();
        for (long i = 0; i < layout.count(); i++) {
            Checksum checksum = checksums.get(layout.range(i).offset());
            blobs.add(checksum == null ? Checksums.none() : Checksums.of(checksum));
        }
        return List.copyOf(blobs);
    }
}
