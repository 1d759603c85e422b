package dev.gantry.engine;

import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Chunks.Ready;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which chunks of a running job its client may work on now. Grants are made inside the question. The rule that keeps
 * clients from stopping early stands in docs/spectra-s3.md, Ready chunks.
 */
final class ReadyList {

    /** When a client should ask again that found nothing. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final Duration FULL_RETRY_AFTER = Duration.ofSeconds(10);

    /** How long an answer may wait for something to change before it lists nothing. */
    private static final Duration LINGER = Duration.ofMillis(400);

    private final EngineContext context;
    private final FreeSpaceFloor floor;

    ReadyList(EngineContext context, FreeSpaceFloor floor) {
        this.context = context;
        this.floor = floor;
    }

    CompletionStage<Ready> of(ActiveJob job, int max) {
        job.touch();
        if (!job.work().isClients()) {
            return CompletableFuture.completedStage(answer(job, List.of(), Optional.empty()));
        }
        CompletionStage<Optional<String>> obstacle = !job.work().isReading()
                ? floor.shortage(job.store()).thenApply(full -> full.map(Wait::toString))
                : CompletableFuture.completedStage(Optional.empty());
        return context.control().then(obstacle, reason -> {
            CompletableFuture<Void> patience = new CompletableFuture<>();
            Runnable callOff = context.environment().after(LINGER, () -> patience.complete(null));
            return list(job, max, reason, patience).whenComplete((ready, failure) -> callOff.run());
        });
    }

    private CompletionStage<Ready> list(
            ActiveJob job, int max, Optional<String> obstacle, CompletableFuture<Void> patience) {
        if (obstacle.isEmpty()) {
            job.grants().offer();
        }
        return context.control()
                .then(
                        job.grants().made(),
                        nothing -> context.control().then(open(job), chunks -> {
                            List<Chunks.Listing> listed = choose(job, chunks, max);
                            if (listed.isEmpty() && job.grants().failure().isPresent()) {
                                return CompletableFuture.<Ready>failedStage(
                                        job.grants().failure().get());
                            }
                            boolean worthWaiting = listed.isEmpty() && obstacle.isEmpty() && !job.hasEnded();
                            return worthWaiting && job.isUnsettled() && !patience.isDone()
                                    ? context.control()
                                            .then(
                                                    anyOf(job.nextChange(), patience),
                                                    changed -> list(job, max, obstacle, patience))
                                    : CompletableFuture.completedStage(answer(job, listed, obstacle));
                        }));
    }

    private static CompletionStage<Void> anyOf(CompletionStage<Void> one, CompletionStage<Void> other) {
        return CompletableFuture.anyOf(one.toCompletableFuture(), other.toCompletableFuture())
                .thenApply(any -> null);
    }

    private Ready answer(ActiveJob job, List<Chunks.Listing> listed, Optional<String> obstacle) {
        if (!listed.isEmpty()) {
            return new Ready(job.job(), listed, Duration.ZERO, Optional.empty());
        }
        Optional<StagingReasons> staging =
                job.staging().map(JobStaging::reasons).filter(StagingReasons::areAll);
        return obstacle.isPresent() || staging.isEmpty()
                ? new Ready(
                        job.job(), listed, obstacle.map(o -> FULL_RETRY_AFTER).orElse(RETRY_AFTER), obstacle)
                : new Ready(
                        job.job(),
                        listed,
                        staging.get().retryAfter(context.environment().now()),
                        staging.get().first().map(Wait::toString));
    }

    /** The granted chunks that are not done, loaded. */
    private CompletionStage<List<ActiveChunk>> open(ActiveJob job) {
        CompletionStage<List<ActiveChunk>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (int number :
                job.marks().unfinished().limit(JobGrants.MAX_UNFINISHED).toArray()) {
            all = context.control()
                    .then(
                            all,
                            found -> context.control().then(job.chunks().load(number), chunk -> {
                                found.add(chunk);
                                return CompletableFuture.completedStage(found);
                            }));
        }
        return all;
    }

    private static List<Chunks.Listing> choose(ActiveJob job, List<ActiveChunk> open, int max) {
        if (job.hasEnded()) {
            return List.of();
        }
        boolean reading = job.work().isReading();
        List<ActiveChunk> candidates = open.stream()
                .filter(chunk -> chunk.durable().granted() && chunk.hasWorkFor(reading))
                .filter(chunk -> !job.marks().isHeld(chunk.number()))
                .limit(max)
                .toList();
        boolean anythingNew = candidates.stream().anyMatch(chunk -> !job.marks().wasListed(chunk.number()));
        if (reading && !anythingNew && job.marks().hasUnlisted()) {
            return List.of();
        }
        candidates.forEach(chunk -> job.marks().list(chunk.number()));
        return candidates.stream().map(ActiveChunk::listing).toList();
    }
}
