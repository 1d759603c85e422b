package dev.gantry.ports.payload;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
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

/** What does a checksum of 64 MiB cost, fed in hot pieces of 256 KiB? {@code benchmarks/jmh -prof gc Digests} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class DigestsBenchmark {

    private static final int PIECE = 256 << 10;
    private static final int PIECES = 256;

    @Param({"CRC32C", "CRC32", "MD5", "SHA256", "SHA512"})
    private ChecksumType type;

    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    @Setup
    public void fill() {
        byte[] bytes = new byte[PIECE];
        new Random(1).nextBytes(bytes);
        piece.put(bytes).flip();
    }

    @Benchmark
    public Checksums checksum() {
        Digests digests = new Digests(Set.of(type));
        for (int i = 0; i < PIECES; i++) {
            digests.update(piece);
        }
        return digests.finish();
    }
}
