package dev.gantry.spectra;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.Optional;

/**
 * ETags: the MD5 of an object of one blob, if it is kept; else something that no client can take for an MD5, made from
 * the object's id and the number of its blobs.
 */
final class ETags {

    private ETags() {}

    static String of(ObjectInfo object) {
        Checksums first =
                object.blobs().isEmpty() ? Checksums.none() : object.blobs().get(0);
        return of(object.id(), object.layout().count(), first);
    }

    /** Quoted, as headers and listings have it. */
    static String of(ObjectId id, long blobs, Checksums first) {
        Optional<Checksum> md5 = blobs == 1 ? first.find(ChecksumType.MD5) : Optional.empty();
        String value = md5.map(Checksum::toHex).orElseGet(() -> id.toString().replace("-", "") + "-" + blobs);
        return "\"" + value + "\"";
    }
}
