package dev.gantry.ports.spi;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.util.concurrent.CompletionStage;

/** The capability of a store that makes an object of another one of its own by itself: the bytes do not pass the node. */
public interface ServerCopy {

    /**
     * Begins {@code target}, which is to have the bytes of {@code source} in the state {@code token}, and everything else
     * as the specification says; the two may have one name. Nothing is visible before {@link CopyWriter#publish}. Beginning
     * again with the same {@link WriteSpec#id} does no harm. What a crash leaves of it is a half-written object of that id,
     * which {@link ResumableWrites#sweep} removes. Completes with NotFound if the source is missing or in another state, or
     * a bucket is missing; with Rejected if the target's layout is not of the source's length.
     */
    CompletionStage<CopyWriter> begin(WriteSpec target, ObjectKey source, VersionToken token);
}
