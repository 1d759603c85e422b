package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Computes the MD5 of a whole content by reading it, on a thread that may wait. */
final class ContentDigest {

    private final Gateway gateway;

    ContentDigest(Gateway gateway) {
        this.gateway = gateway;
    }

    Checksum md5(ObjectInfo object) throws IOException {
        Digests digests = new Digests(Set.of(ChecksumType.MD5));
        try (Blobs.Read read = gateway.blobs()
                .get(new Blobs.Download(ContentOperations.whole(object.key()), List.of()))
                .toCompletableFuture()
                .join()) {
            for (Payload payload : read.payloads()) {
                PayloadBytes.forEach(payload, digests::update);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        return digests.finish().find(ChecksumType.MD5).orElseThrow();
    }
}
