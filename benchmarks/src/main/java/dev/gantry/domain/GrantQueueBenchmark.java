package dev.gantry.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to say whose turn it is, with that many jobs of 20 owners waiting? {@code benchmarks/jmh -prof gc GrantQueue} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrantQueueBenchmark {

    private static final int OWNERS = 20;

    @Param({"10", "1000", "10000"})
    private int jobs;

    private final GrantQueue queue = new GrantQueue();
    private JobId[] waiting;
    private UserId[] owners;
    private int at;

    @Setup
    public void fill() {
        Priority[] priorities = Priority.values();
        owners = new UserId[OWNERS];
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = new UserId(new UUID(0, i));
        }
        waiting = new JobId[jobs];
        for (int i = 0; i < jobs; i++) {
            waiting[i] = new JobId(new UUID(1, i));
            queue.offer(waiting[i], owners[i % OWNERS], priorities[i % priorities.length]);
        }
    }

    @Benchmark
    public Optional<JobId> next() {
        return queue.next();
    }

    /** A job that stops competing and begins again. */
    @Benchmark
    public int withdrawAndOffer() {
        int i = at++ % jobs;
        queue.withdraw(waiting[i]);
        queue.offer(waiting[i], owners[i % OWNERS], Priority.NORMAL);
        return queue.size();
    }
}
