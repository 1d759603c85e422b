package dev.gantry.spectra;

import dev.gantry.transport.Headers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does one signature cost? {@code benchmarks/jmh -prof gc V2Signature} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class V2SignatureBenchmark {

    private static final String TARGET = "/bucket/folder/object-1?job=6d2c2b8b-3a2b-4c6e-9d43-0b0a1f7d2a11&offset=0";

    private final Headers headers = Headers.builder()
            .add("Date", "Sat, 21 Nov 2026 17:37:03 +0000")
            .add("Content-Type", "application/octet-stream")
            .build();

    @Benchmark
    public String authorization() {
        return V2Signature.authorization("access", "a secret key of some length", "GET", TARGET, headers);
    }
}
