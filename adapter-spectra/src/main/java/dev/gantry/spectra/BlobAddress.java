package dev.gantry.spectra;

import dev.gantry.domain.JobId;
import dev.gantry.ports.api.Blobs;
import java.util.Optional;

/** Reads which blob a data request means. */
final class BlobAddress {

    private BlobAddress() {}

    /** Without a job it is the whole object, or a blob of a job that lets itself be found. */
    static Blobs.Address of(Call call) {
        Optional<JobId> job = call.query().text("job").map(JobId::parse);
        return new Blobs.Address(ObjectOperations.key(call), job, call.query().number("offset"));
    }
}
