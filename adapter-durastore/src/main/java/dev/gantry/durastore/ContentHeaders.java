package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpDate;
import java.util.Optional;

/** What answers say of a content in their headers (docs/durastore.md, Content). */
final class ContentHeaders {

    private ContentHeaders() {}

    /** Of every answer about a content. Without a whole MD5 its id is the ETag, and there is no Content-MD5. */
    static Headers.Builder of(ObjectInfo object) {
        Headers.Builder headers =
                Headers.builder().add("Accept-Ranges", "bytes").add("Last-Modified", HttpDate.format(object.created()));
        md5(object)
                .ifPresentOrElse(
                        md5 -> checksum(headers, md5.toHex()),
                        () -> headers.add("ETag", object.id().toString()));
        Properties.write(object.metadata(), headers);
        return headers;
    }

    /** DuraStore tells the checksum in hex, and in two fields. */
    static Headers.Builder checksum(Headers.Builder headers, String hex) {
        return headers.add(WireNames.CONTENT_MD5, hex).add("ETag", hex);
    }

    /** The MD5 of the whole content, if one was kept. */
    static Optional<Checksum> md5(ObjectInfo object) {
        return object.blobs().size() == 1 ? object.blobs().get(0).find(ChecksumType.MD5) : Optional.empty();
    }
}
