package dev.gantry.file;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Forces one file or directory for many callers: those that ask while a force is running share the next one, so that
 * every answer comes from a force that began after its question.
 */
final class SharedForce {

    private final BlockingWork work;
    private final BlockingWork.Action force;
    private final Runnable whenIdle;
    private CompletableFuture<Void> waiting;
    private CompletableFuture<Void> served;
    private boolean running;

    /** {@code whenIdle} runs whenever nobody asks any more. */
    SharedForce(BlockingWork work, BlockingWork.Action force, Runnable whenIdle) {
        this.work = work;
        this.force = force;
        this.whenIdle = whenIdle;
    }

    CompletionStage<Void> force() {
        CompletableFuture<Void> answer;
        synchronized (this) {
            if (waiting == null) {
                waiting = new CompletableFuture<>();
            }
            answer = waiting;
            if (running) {
                return answer;
            }
            running = true;
        }
        start();
        return answer;
    }

    private void start() {
        work.run(this::perform).whenComplete((nothing, failure) -> finish(failure));
    }

    private void perform() throws IOException {
        takeWaiting();
        force.run();
    }

    private synchronized void takeWaiting() {
        served = waiting;
        waiting = null;
    }

    private void finish(Throwable failure) {
        CompletableFuture<Void> answer;
        boolean again;
        synchronized (this) {
            if (served == null) {
                takeWaiting(); // the work was refused before it began
            }
            answer = served;
            served = null;
            again = waiting != null;
            running = again;
        }
        if (again) {
            start();
        } else {
            whenIdle.run();
        }
        answer(answer, failure);
    }

    private static void answer(CompletableFuture<Void> answer, Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}
