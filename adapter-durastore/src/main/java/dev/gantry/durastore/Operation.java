package dev.gantry.durastore;

import dev.gantry.transport.Reply;
import java.util.concurrent.CompletionStage;

/** What answers one kind of request. Never blocks the caller; a refusal is thrown, or fails the stage. */
@FunctionalInterface
interface Operation {

    CompletionStage<Reply> run(Call call);
}
