package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;

/** What became of a call whose answers mean more than that it worked or did not. */
public sealed interface S3Outcome {

    /** Done; {@code status} is one of 200 to 299. */
    record Accepted(int status, Headers headers) implements S3Outcome {}

    /**
     * Not done.
     *
     * @param code S3's own, empty where the answer has none
     * @param why the same, sorted by what can be done about it
     */
    record Refused(String code, ProviderException why) implements S3Outcome {}
}
