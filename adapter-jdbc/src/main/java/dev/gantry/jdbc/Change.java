package dev.gantry.jdbc;

import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ProviderException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One write that waits for its commit, with everybody who waits for it. */
final class Change {

    /** What the objects around a change take, about, in bytes. */
    private static final int OVERHEAD = 256;

    private final Optional<ChunkAddress> subject;
    private final long bytes;
    private final Step step;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** Changes rows; throws a {@link ProviderException} only while it has changed none. */
    @FunctionalInterface
    interface Step {
        void apply(Session session) throws SQLException;
    }

    private Change(Optional<ChunkAddress> subject, long bytes, Step step) {
        this.subject = subject;
        this.bytes = bytes + OVERHEAD;
        this.step = step;
        waiting.add(new CompletableFuture<>());
    }

    /** A write that holds {@code bytes} bytes in memory until it is done. */
    static Change of(long bytes, Step step) {
        return new Change(Optional.empty(), bytes, step);
    }

    /** A write after which no earlier one of that subject matters. */
    static Change replacing(ChunkAddress subject, long bytes, Step step) {
        return new Change(Optional.of(subject), bytes, step);
    }

    Optional<ChunkAddress> subject() {
        return subject;
    }

    long bytes() {
        return bytes;
    }

    /** Completes once the change is durable or has failed. */
    CompletionStage<Void> answer() {
        return waiting.get(0).minimalCompletionStage();
    }

    void apply(Session session) throws SQLException {
        step.apply(session);
    }

    /** Answers with this change whoever waits for {@code earlier}, which is not written any more. */
    void supersede(Change earlier) {
        waiting.addAll(earlier.waiting);
    }

    void succeed() {
        waiting.forEach(answer -> answer.complete(null));
    }

    void fail(ProviderException failure) {
        waiting.forEach(answer -> answer.completeExceptionally(failure));
    }
}
