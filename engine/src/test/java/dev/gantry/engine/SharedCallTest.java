package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedCallTest {

    private final List<CompletableFuture<Void>> made = new ArrayList<>();
    private final SharedCall call = new SharedCall(new Control(Runnable::run), () -> {
        made.add(new CompletableFuture<>());
        return made.get(made.size() - 1);
    });

    @Test
    void whoAsksWhileOneRunsSharesTheNext() {
        CompletableFuture<Void> first = call.make().toCompletableFuture();
        CompletableFuture<Void> second = call.make().toCompletableFuture();
        CompletableFuture<Void> third = call.make().toCompletableFuture();
        assertThat(made).hasSize(1);

        made.get(0).complete(null);
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(made).hasSize(2);

        made.get(1).complete(null);
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(made).hasSize(2);
    }

    @Test
    void aFailureIsThatOfItsOwnCallers() {
        CompletableFuture<Void> first = call.make().toCompletableFuture();
        CompletableFuture<Void> second = call.make().toCompletableFuture();

        made.get(0).completeExceptionally(new IllegalStateException("full"));
        made.get(1).complete(null);

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        assertThat(call.make().toCompletableFuture()).isNotDone();
        assertThat(made).hasSize(3);
    }
}
