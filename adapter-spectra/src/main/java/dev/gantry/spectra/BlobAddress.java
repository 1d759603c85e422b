package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.ports.api.Blobs;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads which blob a data request means. */
final class BlobAddress {

    private BlobAddress() {}

    /** Without a job it is the whole object, of which no part can be meant. */
    static Blobs.Address of(Call call) {
        Optional<JobId> job = call.query().text("job").map(JobId::parse);
        OptionalLong offset = call.query().number("offset");
        if (job.isEmpty() && offset.orElse(0) != 0) {
            throw new InvalidValueException("an offset needs a job; without one the object goes whole");
        }
        return new Blobs.Address(ObjectOperations.key(call), job, job.isPresent() ? offset : OptionalLong.empty());
    }
}
