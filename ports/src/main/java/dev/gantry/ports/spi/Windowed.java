package dev.gantry.ports.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Many calls, a few of them at a time. */
public final class Windowed {

    private Windowed() {}

    /**
     * The answer to each, in order. After a failure no further call is made; the answer is that failure, once all that were
     * made have ended. Calls that are answered at once are as good as others, however many there are.
     *
     * @param window how many calls are under way at a time, at least 1
     */
    public static <T, R> CompletionStage<List<R>> map(List<T> asked, int window, Function<T, CompletionStage<R>> call) {
        Round<T, R> round = new Round<>(List.copyOf(asked), call);
        CompletableFuture<?>[] workers = new CompletableFuture<?>[Math.min(window, asked.size())];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = round.work();
        }
        return CompletableFuture.allOf(workers).thenApply(done -> round.answers);
    }

    private static final class Round<T, R> {

        private final List<T> asked;
        private final Function<T, CompletionStage<R>> call;
        private final List<R> answers;
        private final AtomicInteger next = new AtomicInteger();

        Round(List<T> asked, Function<T, CompletionStage<R>> call) {
            this.asked = asked;
            this.call = call;
            this.answers = Collections.synchronizedList(new ArrayList<>(Collections.nCopies(asked.size(), null)));
        }

        CompletableFuture<Void> work() {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            goOn(ended);
            return ended;
        }

        /** A loop where calls are answered at once: the stack must not grow with their number. */
        private void goOn(CompletableFuture<Void> ended) {
            for (int i = next.getAndIncrement(); i < asked.size(); i = next.getAndIncrement()) {
                int mine = i;
                CompletableFuture<R> made = make(mine);
                boolean atOnce = made.isDone();
                CompletableFuture<Boolean> heard = made.handle((answer, failure) -> hear(mine, answer, failure, ended));
                if (!atOnce) {
                    heard.thenAccept(succeeded -> {
                        if (succeeded) {
                            goOn(ended);
                        }
                    });
                    return;
                }
            }
            ended.complete(null); // unless a failure came first
        }

        private CompletableFuture<R> make(int mine) {
            try {
                return call.apply(asked.get(mine)).toCompletableFuture();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private boolean hear(int mine, R answer, Throwable failure, CompletableFuture<Void> ended) {
            if (failure == null) {
                answers.set(mine, answer);
                return true;
            }
            next.set(asked.size());
            ended.completeExceptionally(failure);
            return false;
        }
    }
}
