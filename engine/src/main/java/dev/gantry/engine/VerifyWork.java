package dev.gantry.engine;

import dev.gantry.domain.Blob;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Jobs that read every byte back and compare it with the recorded checksums. */
final class VerifyWork extends NodeWork {

    private final BlobCheck check;

    VerifyWork(EngineContext context, JobBoard board, BlobCheck check) {
        super(context, board);
        this.check = check;
    }

    @Override
    CompletionStage<Optional<String>> work(ActiveJob job, Blob blob) {
        return check.check(job.store(), job.keyOf(blob), blob);
    }
}
