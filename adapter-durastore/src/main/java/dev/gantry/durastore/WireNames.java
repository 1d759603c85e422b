package dev.gantry.durastore;

/** Names that DuraStore fixes. Those of properties are matched by clients in exactly this case. */
final class WireNames {

    static final String CONTENT_TYPE = "Content-Type";
    static final String CONTENT_LENGTH = "Content-Length";
    static final String CONTENT_ENCODING = "Content-Encoding";
    static final String CONTENT_MD5 = "Content-MD5";
    static final String RANGE = "Range";
    static final String LOCATION = "Location";

    static final String META_PREFIX = "x-dura-meta-";
    static final String COPY_SOURCE = META_PREFIX + "copy-source";
    static final String COPY_SOURCE_STORE = META_PREFIX + "copy-source-store";
    static final String SPACE_CREATED = META_PREFIX + "space-created";
    static final String SPACE_COUNT = META_PREFIX + "space-count";

    /** Gantry's own, in what lists the stores: every content id is kept as it is, whatever it looks like as a path. */
    static final String ANY_NAME = "x-gantry-any-name";

    /** The properties, without prefix, that stand for standard header fields. */
    static final String MIMETYPE = "content-mimetype";

    static final String ENCODING = "content-encoding";

    static final String XML = "application/xml";
    static final String TEXT = "text/plain;charset=UTF-8";
    static final String OCTETS = "application/octet-stream";

    private WireNames() {}
}
