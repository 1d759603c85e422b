package dev.gantry.ports.spi;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The objects of one store. An object is there whole or not at all. */
public interface ObjectStore {

    /** The most keys one {@link #head} takes. */
    int MAX_HEAD = 1000;

    /** The most keys of which one {@link #head} tells everything, whatever that takes. */
    int WHOLE_HEAD = 16;

    /**
     * What the store knows of each key: the answer has one element a key, in order, empty where there is no such
     * object. Of more than {@link #WHOLE_HEAD} keys a store may leave out metadata and record, where it would have to ask
     * for those of each. A missing bucket makes all its keys empty. Completes with Rejected for more than {@link #MAX_HEAD}
     * keys.
     */
    CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys);

    /**
     * One page of a bucket, in order. A store may leave out metadata and records, where it would have to ask for those of
     * each. Completes with NotFound if the bucket is missing.
     */
    CompletionStage<ListPage> list(BucketName bucket, ListQuery query);

    /**
     * Leases {@code range} of the object in the state {@code token}. Completes with NotFound if the object is missing
     * or is in another state, with Rejected if the range does not lie in it. A read that has begun keeps its state to
     * the end, whatever happens to the object.
     */
    CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range);

    /**
     * Begins an object. Nothing is visible before {@link ObjectWriter#publish}. Beginning again with the same {@link
     * WriteSpec#id} takes up what was begun, with what was written to it, where the store has {@link ResumableWrites};
     * elsewhere it starts anew. Completes with NotFound if the bucket is missing.
     */
    CompletionStage<ObjectWriter> begin(WriteSpec spec);

    /** Removes the object, durably. Completes with NotFound if it is not there, so a second call does. */
    CompletionStage<Void> delete(ObjectKey key);
}
