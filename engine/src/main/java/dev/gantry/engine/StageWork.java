package dev.gantry.engine;

import dev.gantry.domain.Blob;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Jobs that bring data online and nothing else: a chunk is granted once it is, or in a store where all is. */
final class StageWork extends NodeWork {

    private static final String FOR_ROOT =
            "bringing data online costs money in this store; only a user of role ROOT may";

    StageWork(EngineContext context, JobBoard board) {
        super(context, board);
    }

    @Override
    CompletionStage<Optional<String>> work(ActiveJob job, Blob blob) {
        boolean asks = job.staging().isPresent() || job.store().staging().isEmpty();
        return CompletableFuture.completedStage(asks ? Optional.empty() : Optional.of(FOR_ROOT));
    }
}
