package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Fetches one blob into a part: written, compared with its checksum, forced, noted, and only then told as delivered. */
final class TreeDownload {

    private final Blobs blobs;
    private final BucketName bucket;
    private final JobId job;

    TreeDownload(Blobs blobs, BucketName bucket, JobId job) {
        this.blobs = blobs;
        this.bucket = bucket;
        this.job = job;
    }

    void fetch(Blob blob, TreePart part) throws IOException, InterruptedException {
        Blobs.Address address =
                new Blobs.Address(new ObjectKey(bucket, blob.name()), Optional.of(job), OptionalLong.of(blob.offset()));
        try (Blobs.Read read = TransferCalls.await(blobs.get(new Blobs.Download(address, List.of())))) {
            Written written = part.write(blob.range(), read.payloads().get(0), types(read));
            requireSame(blob, read, written);
            part.keep(blob.range(), read.checksum().isPresent(), read.object().metadata());
            TransferCalls.await(read.delivered());
        }
    }

    private static Set<ChecksumType> types(Blobs.Read read) {
        Set<ChecksumType> types = EnumSet.of(ChecksumType.CRC32C);
        read.checksum().map(Checksum::type).ifPresent(types::add);
        return types;
    }

    private static void requireSame(Blob blob, Blobs.Read read, Written written) throws IOException {
        if (written.length() != blob.length()) {
            throw new TruncatedException(blob.length(), written.length());
        }
        Optional<Checksum> wrong = read.checksum()
                .filter(known -> !written.checksums().find(known.type()).equals(Optional.of(known)));
        if (wrong.isPresent()) {
            throw new ApiException(
                    Problem.CHECKSUM_MISMATCH,
                    "what came at byte " + blob.offset() + " has " + written.checksums() + " in place of "
                            + wrong.get());
        }
    }
}
