package dev.gantry.ports.api;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.VersionToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The objects of all buckets. What is here is always the store's answer. */
public interface Objects {

    /** One page of a bucket. */
    CompletionStage<Page> list(BucketName bucket, ListQuery query);

    /** The object, whole and visible; else NO_SUCH_OBJECT. */
    CompletionStage<ObjectInfo> head(ObjectKey key);

    /** Removes the object. NO_SUCH_OBJECT if it is not there. */
    CompletionStage<Void> delete(ObjectKey key);

    /**
     * Removes many objects of a bucket, each as {@link #delete(ObjectKey)} would, and by fewer requests where the store can:
     * the answer has one element a name, in order, empty where the object is gone now, else why it is not. A name that
     * stands there twice is answered alike. Fails as a whole with NO_SUCH_BUCKET or FORBIDDEN.
     */
    CompletionStage<List<Optional<ApiException>>> delete(BucketName bucket, List<ObjectName> names);

    /**
     * Gives the object other metadata in place of all it has. Its bytes and checksums stay; where the store can do so, its
     * id too. Doing it again does no harm. NO_SUCH_OBJECT, or CONFLICT if it was replaced meanwhile; nothing is changed
     * then. Where only another store's protocol leads there, NOT_IMPLEMENTED.
     */
    CompletionStage<ObjectInfo> update(ObjectKey key, Metadata metadata);

    /**
     * Makes {@code target} an object with the bytes and the metadata of {@code source}, in whatever store each is; the
     * bytes do not leave the node, and do not come to it where one store has both and can copy by itself. It replaces
     * what is there as an upload would, once all is there. Fails with NO_SUCH_BUCKET, NO_SUCH_OBJECT, OBJECT_EXISTS or
     * CONFLICT, STORE_FULL, NOT_IMPLEMENTED; whatever was visible stays so.
     *
     * @param wanted checksums to be computed and kept of the copy's blobs, besides CRC32C, where the bytes pass the node;
     *     where they do not, what is known of the source is kept, and what the store tells
     */
    CompletionStage<ObjectInfo> copy(ObjectKey source, ObjectKey target, Set<ChecksumType> wanted);

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
