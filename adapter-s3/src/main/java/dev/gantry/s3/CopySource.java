package dev.gantry.s3;

import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An object in the state in which it is copied. */
record CopySource(ObjectKey key, StateToken state) {

    private static final String HEADER = "x-amz-copy-source";

    /** The condition under which S3 copies; a request that has it refuses another state as NotFound. */
    static final String CONDITION = HEADER + "-if-match";

    /** Completes with the checksums that S3 tells of all its bytes, or with NotFound if it is in the state no more. */
    CompletionStage<Checksums> look(S3Account account) {
        S3Call call = S3Call.object("HEAD", key).header("If-Match", state.quoted());
        return account.confirm(FullChecksum.asked(call)).thenApply(headers -> {
            if (!headers.first("ETag").map(StateToken::unquote).equals(Optional.of(state.tag()))) {
                throw gone(key);
            }
            return FullChecksum.read(headers, state).map(Checksums::of).orElse(Checksums.none());
        });
    }

    /** Names it as what the call copies. */
    S3Call name(S3Address address, S3Call call) {
        return call.header(HEADER, address.source(key.bucket(), key.name().value()))
                .header(CONDITION, state.quoted());
    }

    static ProviderException gone(ObjectKey key) {
        return new ProviderException.NotFound("the object " + key + " was replaced or removed since it was looked at");
    }
}
