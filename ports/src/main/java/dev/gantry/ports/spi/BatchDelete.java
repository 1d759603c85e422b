package dev.gantry.ports.spi;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The capability of a store that removes many objects by one call. */
public interface BatchDelete {

    /** The most objects of one call. */
    int MAX_NAMES = 1000;

    /**
     * Removes the objects, durably, each by itself: the answer has one element a name, in order, empty where the object is
     * gone now, else why it is not, as {@link ObjectStore#delete} would say: NotFound where it was not there, in a missing
     * bucket too. A name that stands there twice is answered alike. The call fails as a whole where it is not known what
     * became of any, and may then be made again; completes with Rejected for more than {@link #MAX_NAMES} names.
     */
    CompletionStage<List<Optional<ProviderException>>> delete(BucketName bucket, List<ObjectName> names);
}
