package dev.gantry.engine;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Compares a local file with what is known of an object. */
final class TreeVerification {

    /** What a comparison comes to. */
    enum Result {
        SAME,
        DIFFERENT,
        /** The lengths agree, and of some bytes no checksum is known. */
        UNKNOWN
    }

    private TreeVerification() {}

    /** Compares length, and every blob by the checksums that are known of it. */
    static Result compare(Path file, long size, ObjectInfo object) throws IOException {
        if (size != object.length()) {
            return Result.DIFFERENT;
        }
        if (object.blobs().size() != object.layout().count()
                || object.blobs().stream().anyMatch(Checksums::isEmpty)) {
            return Result.UNKNOWN;
        }
        try (FileChannel channel = TreeBytes.open(file)) {
            return sameBlobs(channel, object) ? Result.SAME : Result.DIFFERENT;
        }
    }

    private static boolean sameBlobs(FileChannel channel, ObjectInfo object) throws IOException {
        for (int i = 0; i < object.blobs().size(); i++) {
            Checksums known = object.blobs().get(i);
            Checksums found = TreeBytes.digest(channel, object.layout().range(i), cheapest(known));
            if (found.firstDisagreement(known).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static Set<ChecksumType> cheapest(Checksums known) {
        return known.find(ChecksumType.CRC32C)
                .<Set<ChecksumType>>map(crc -> EnumSet.of(ChecksumType.CRC32C))
                .orElseGet(() ->
                        EnumSet.copyOf(known.all().stream().map(Checksum::type).toList()));
    }
}
