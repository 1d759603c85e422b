package dev.gantry.ports.api;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The objects of all buckets. What is here is always the store's answer. */
public interface Objects {

    /** One page of a bucket. */
    CompletionStage<Page> list(BucketName bucket, ListQuery query);

    /** The object, whole and visible; else NO_SUCH_OBJECT. */
    CompletionStage<ObjectInfo> head(ObjectKey key);

    /** Removes the object. NO_SUCH_OBJECT if it is not there. */
    CompletionStage<Void> delete(ObjectKey key);

    /** A page: objects and common prefixes in UTF-8 byte order; {@code next} continues, and is empty on the last page. */
    record Page(List<ObjectInfo> objects, List<String> commonPrefixes, Optional<String> next) {}

    /**
     * One object.
     *
     * @param length in bytes
     * @param blobs the checksums of each blob, in order of offset; empty sets where none were kept
     */
    record ObjectInfo(
            ObjectKey key,
            ObjectId id,
            VersionToken token,
            long length,
            Instant created,
            Metadata metadata,
            BlobLayout layout,
            List<Checksums> blobs) {}
}
