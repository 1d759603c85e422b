package dev.gantry.engine;

import dev.gantry.domain.Medium;
import dev.gantry.ports.api.ApiException;
import java.util.Collection;
import java.util.TreeSet;

/** What people are told of data that is not online. */
final class StagingTexts {

    private StagingTexts() {}

    /** The refusal that names what somebody must load, in the words that clients know (docs/spectra-s3.md, Offline data). */
    static ApiException offline(Collection<Medium> media) {
        return ApiException.offline(
                "Some of the data requested is offline (e.g. ejected, offline, or quiesced) and must first be brought"
                        + " online. Online: " + new TreeSet<>(media),
                media);
    }
}
