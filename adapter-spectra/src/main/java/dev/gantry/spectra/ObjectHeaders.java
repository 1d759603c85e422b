package dev.gantry.spectra;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.Optional;

/** What answers say of an object in their headers (docs/spectra-s3.md, Objects). */
final class ObjectHeaders {

    /** Beyond that many blobs their checksums are left out, lest the head grow without bound. */
    static final int MAX_BLOB_CHECKSUMS = 1000;

    private static final List<ChecksumType> PREFERENCE = List.of(
            ChecksumType.MD5, ChecksumType.CRC32C, ChecksumType.CRC32, ChecksumType.SHA256, ChecksumType.SHA512);

    private ObjectHeaders() {}

    /** Of every answer about an object. Metadata goes out as it came in. */
    static Headers.Builder of(ObjectInfo object) {
        Headers.Builder headers = Headers.builder()
                .add(WireNames.CONTENT_TYPE, WireNames.OCTETS)
                .add("Accept-Ranges", "bytes")
                .add(WireNames.ETAG, ETags.of(object))
                .add("Last-Modified", Dates.header(object.created()))
                .add(WireNames.CREATION_DATE, Dates.format(object.created()))
                .add(WireNames.VERSION_ID, object.id().toString());
        object.metadata().values().forEach((name, value) -> headers.add(WireNames.META_PREFIX + name, value));
        return headers;
    }

    /** Also the checksum of each blob, all of the one type that every blob has. */
    static Headers.Builder withBlobChecksums(ObjectInfo object) {
        Headers.Builder headers = of(object);
        List<Checksums> blobs = object.blobs();
        if (blobs.isEmpty() || blobs.size() > MAX_BLOB_CHECKSUMS) {
            return headers;
        }
        commonType(blobs).ifPresent(type -> {
            headers.add(WireNames.BLOB_CHECKSUM_TYPE, WireNames.checksumName(type));
            for (int i = 0; i < blobs.size(); i++) {
                String name = WireNames.BLOB_CHECKSUM_OFFSET
                        + object.layout().range(i).offset();
                blobs.get(i).find(type).map(Checksum::toBase64).ifPresent(value -> headers.add(name, value));
            }
        });
        return headers;
    }

    private static Optional<ChecksumType> commonType(List<Checksums> blobs) {
        return PREFERENCE.stream()
                .filter(type -> blobs.stream().allMatch(blob -> blob.find(type).isPresent()))
                .findFirst();
    }

    /** The one header that carries a checksum. */
    static Headers.Builder add(Headers.Builder headers, Checksum checksum) {
        return headers.add(WireNames.checksumHeader(checksum.type()), checksum.toBase64());
    }
}
