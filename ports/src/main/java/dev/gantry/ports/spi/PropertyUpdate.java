package dev.gantry.ports.spi;

import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.util.concurrent.CompletionStage;

/** The capability of a store that gives an object other metadata while its bytes stay what they are. */
public interface PropertyUpdate {

    /**
     * Replaces the metadata of the object in the state {@code token}, durably and in one step: a crash leaves the old or
     * the new, and no reader sees anything else. Bytes, record and checksums stay; the answer tells the token, which may
     * be another one. Reads that have begun go on. Doing it again does no harm. Completes with NotFound if the object is
     * missing or in another state; nothing is changed then.
     *
     * @return the object as {@link ObjectStore#head} will give it
     */
    CompletionStage<StoredObject> update(ObjectKey key, VersionToken token, Metadata metadata);
}
