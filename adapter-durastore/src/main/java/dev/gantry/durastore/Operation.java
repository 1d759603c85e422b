package dev.gantry.durastore;

import dev.gantry.transport.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What answers one kind of request. Never blocks the caller; a refusal is thrown, or fails the stage. */
@FunctionalInterface
interface Operation {

    CompletionStage<Reply> run(Call call);

    /** The same where DuraStore knows no other refusals than 403, 409 and 500: what is wrong or missing is a 500. */
    default Operation coarse() {
        return call -> {
            CompletableFuture<Reply> answer = new CompletableFuture<>();
            CompletableFuture.completedStage(call).thenCompose(this::run).whenComplete((reply, problem) -> {
                if (problem == null) {
                    answer.complete(reply);
                } else {
                    answer.completeExceptionally(coarse(problem));
                }
            });
            return answer;
        };
    }

    private static Throwable coarse(Throwable problem) {
        Failure failure = Failure.of(problem);
        boolean other = failure.status() == 400 || failure.status() == 404;
        return other ? new Refusal(500, failure.message(), Failure.unwrap(problem)) : problem;
    }
}
