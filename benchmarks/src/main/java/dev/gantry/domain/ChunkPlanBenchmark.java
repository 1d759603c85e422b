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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What does it cost to cut a job into chunks? {@code benchmarks/jmh -prof gc ChunkPlan} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkPlanBenchmark {

    private static final JobId JOB = new JobId(new UUID(1, 1));
    private static final BlobLayout LAYOUT = BlobLayout.whole(100 << 10);

    @Param({"1000", "500000"})
    private int objects;

    @Benchmark
    public JobSize plan(Blackhole chunks) {
        ChunkPlan plan = new ChunkPlan(JOB, chunks::consume);
        for (int i = 0; i < objects; i++) {
            ObjectName name = new ObjectName("folder/of/some/depth/object-" + i);
            plan.add(name, new ObjectId(new UUID(2, i)), LAYOUT, Optional.empty());
        }
        return plan.finish();
    }
}
