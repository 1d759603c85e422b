package dev.gantry.engine;

import dev.gantry.domain.Blob;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Jobs that bring data online. In a store that keeps everything online, it is so already. */
final class StageWork extends NodeWork {

    StageWork(EngineContext context, JobBoard board) {
        super(context, board);
    }

    @Override
    CompletionStage<Optional<String>> work(ActiveJob job, Blob blob) {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
