package dev.gantry.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs tasks on an executor, a few at once, and repeats those whose failure may pass. For one thread. */
final class TransferQueue {

    private record Attempt(TransferTask task, int number, Instant due) {}

    private record Finished(Attempt attempt, Throwable failure) {}

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Executor executor;
    private final InstantSource clock;
    private final TransferRetry retry;
    private final int parallel;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private final Queue<Attempt> delayed = new PriorityQueue<>(Comparator.comparing(Attempt::due));
    private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private int running;

    TransferQueue(Executor executor, InstantSource clock, TransferRetry retry, int parallel) {
        this.executor = executor;
        this.clock = clock;
        this.retry = retry;
        this.parallel = parallel;
    }

    void add(TransferTask task) {
        waiting.add(new Attempt(task, 1, Instant.EPOCH));
    }

    /** Adds a task that goes before those that wait. */
    void addFirst(TransferTask task) {
        waiting.addFirst(new Attempt(task, 1, Instant.EPOCH));
    }

    /** Whether another task would start at once. */
    boolean hasRoom() {
        return waiting.isEmpty() && running < parallel;
    }

    /** Whether nothing runs or waits. */
    boolean isIdle() {
        return waiting.isEmpty() && delayed.isEmpty() && running == 0;
    }

    /** Works until nothing is left. */
    void finish() throws InterruptedException {
        while (!isIdle()) {
            await(LONGEST_WAIT);
        }
    }

    /** Works until a task has ended, at most so long; says whether one has. */
    boolean await(Duration atMost) throws InterruptedException {
        start();
        Duration limit = untilNextAttempt(atMost);
        Finished first = finished.poll(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        boolean ended = first != null;
        while (first != null) {
            settle(first);
            first = finished.poll();
        }
        start();
        return ended;
    }

    private Duration untilNextAttempt(Duration atMost) {
        Attempt next = delayed.peek();
        if (next == null || running == parallel) {
            return atMost;
        }
        Duration wait = Duration.between(clock.instant(), next.due());
        return wait.compareTo(atMost) < 0 ? wait : atMost;
    }

    private void start() {
        Instant now = clock.instant();
        while (!delayed.isEmpty() && !delayed.peek().due().isAfter(now)) {
            waiting.addFirst(delayed.remove());
        }
        while (running < parallel && !waiting.isEmpty()) {
            Attempt attempt = waiting.remove();
            executor.execute(() -> run(attempt));
            running++;
        }
    }

    private void run(Attempt attempt) {
        Throwable failure = null;
        try {
            attempt.task().action().run();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
        finished.add(new Finished(attempt, failure));
    }

    private void settle(Finished end) {
        running--;
        Attempt attempt = end.attempt();
        if (end.failure() == null) {
            attempt.task().done().run();
            return;
        }
        retry.after(end.failure(), attempt.number())
                .ifPresentOrElse(
                        delay -> delayed.add(new Attempt(
                                attempt.task(),
                                attempt.number() + 1,
                                clock.instant().plus(delay))),
                        () -> attempt.task().failed().accept(end.failure()));
    }

    /** Starts nothing any more, and waits for what runs. */
    void stop() {
        waiting.clear();
        delayed.clear();
        boolean interrupted = false;
        while (running > 0) {
            try {
                finished.take();
                running--;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
