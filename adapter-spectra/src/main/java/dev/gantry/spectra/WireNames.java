package dev.gantry.spectra;

import dev.gantry.domain.ChecksumType;
import java.util.List;

/** Names that stand on the wire (docs/spectra-s3.md, Headers). */
final class WireNames {

    static final String REST = "/_rest_/";

    static final String AUTHORIZATION = "Authorization";
    static final String CONTENT_LENGTH = "Content-Length";
    static final String CONTENT_RANGE = "Content-Range";
    static final String CONTENT_TYPE = "Content-Type";
    static final String DATE = "Date";
    static final String ETAG = "ETag";
    static final String RANGE = "Range";
    static final String RETRY_AFTER = "Retry-After";

    static final String AMZ_PREFIX = "x-amz-";
    static final String AMZ_DATE = "x-amz-date";
    static final String META_PREFIX = "x-amz-meta-";
    static final String REQUEST_ID = "x-amz-request-id";

    static final String BLOB_CHECKSUM_TYPE = "ds3-blob-checksum-type";
    static final String BLOB_CHECKSUM_OFFSET = "ds3-blob-checksum-offset-";
    static final String CREATION_DATE = "creation-date";
    static final String VERSION_ID = "version-id";
    static final String NAMING_CONVENTION = "Naming-Convention";

    static final String PAGE_TRUNCATED = "page-truncated";
    static final String TOTAL_RESULT_COUNT = "total-result-count";

    static final String XML = "application/xml";
    static final String JSON = "application/json";
    static final String OCTETS = "application/octet-stream";

    /** The order in which a client that finds several checksum headers takes the first. */
    static final List<ChecksumType> CHECKSUM_ORDER = List.of(
            ChecksumType.CRC32, ChecksumType.CRC32C, ChecksumType.MD5, ChecksumType.SHA256, ChecksumType.SHA512);

    private WireNames() {}

    /** The header that carries a checksum of that type in base64. */
    static String checksumHeader(ChecksumType type) {
        return switch (type) {
            case CRC32 -> "Content-CRC32";
            case CRC32C -> "Content-CRC32C";
            case MD5 -> "Content-MD5";
            case SHA256 -> "Content-SHA256";
            case SHA512 -> "Content-SHA512";
        };
    }

    /** What documents and {@link #BLOB_CHECKSUM_TYPE} call the type. */
    static String checksumName(ChecksumType type) {
        return switch (type) {
            case CRC32 -> "CRC_32";
            case CRC32C -> "CRC_32C";
            case MD5 -> "MD5";
            case SHA256 -> "SHA_256";
            case SHA512 -> "SHA_512";
        };
    }
}
