package dev.gantry.engine;

import dev.gantry.domain.Blob;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Jobs that read every byte back and compare it with the recorded checksums. */
final class VerifyWork extends NodeWork {

    private final LimitBook limits;
    private final BlobCheck check;

    VerifyWork(EngineContext context, JobBoard board, BlobCheck check) {
        super(context, board);
        this.limits = context.limits();
        this.check = check;
    }

    @Override
    CompletionStage<Optional<String>> work(ActiveJob job, Blob blob) {
        TransferPace pace = limits.pace(job.store().id(), job.job().owner());
        return limits.inTurn(pace, () -> check.check(job.store(), job.keyOf(blob), blob))
                .whenComplete((wrong, failure) -> pace.moved(blob.length()));
    }
}
