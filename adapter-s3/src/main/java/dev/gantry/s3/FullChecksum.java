package dev.gantry.s3;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Headers;
import java.util.Optional;

/** The CRC32C of all bytes of an object, where S3 tells it (docs/s3.md, Checksums). */
final class FullChecksum {

    private static final String MODE = "x-amz-checksum-mode";
    private static final String TYPE = "x-amz-checksum-type";

    private FullChecksum() {}

    /** Asks for it along with a GET or HEAD. */
    static S3Call asked(S3Call call) {
        return call.header(MODE, "ENABLED");
    }

    /** What the answer tells; a checksum of an upload's parts is none. */
    static Optional<Checksum> read(Headers headers, StateToken state) {
        boolean full = headers.first(TYPE).map("FULL_OBJECT"::equalsIgnoreCase).orElseGet(() -> !state.isOfParts());
        return full ? headers.first(Crc32c.HEADER).flatMap(FullChecksum::parse) : Optional.empty();
    }

    /** A checksum in base64; empty where it is none. */
    static Optional<Checksum> parse(String text) {
        try {
            return Optional.of(Checksum.base64(ChecksumType.CRC32C, text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
