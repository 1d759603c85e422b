package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Job;
import dev.gantry.domain.StoreId;
import dev.gantry.lab.LibraryReport.Totals;
import dev.gantry.lab.LibrarySettings;
import dev.gantry.lab.TapeLibrary;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.spi.DurableWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What following the media saves: three jobs of 40 objects each, drawn from 120 on six cartridges, through two drives. It
 * prints the lines of docs/results/media-order.md.
 */
class MediaOrderTest {

    private static final int CARTRIDGES = 6;
    private static final int OBJECTS = 120;
    private static final int JOBS = 3;
    private static final int JOB = 40;
    private static final int LENGTH = 100;

    private static final LibrarySettings LIBRARY =
            LibrarySettings.defaults().withCartridges(CARTRIDGES, (long) LENGTH * OBJECTS / CARTRIDGES, 2);

    @TempDir
    private Path directory;

    /** What it took: the library's work, and how long until every client had all it wanted. */
    private record Cost(long mounts, long seeks, long distance, Duration time) {

        static Cost between(Totals before, Totals after, Duration time) {
            return new Cost(
                    after.mounts() - before.mounts(),
                    after.seeks() - before.seeks(),
                    after.distance() - before.distance(),
                    time);
        }

        @Override
        public String toString() {
            return "%d | %d | %d KB | %d min".formatted(mounts, seeks, distance / 1000, time.toMinutes());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mountsAndSeeksAreFewer(long seed) {
        Cost without = cost(seed, false);
        Cost with = cost(seed, true);
        System.out.printf("| %d | without | %s |%n| %d | with | %s |%n", seed, without, seed, with);
        assertThat(with.mounts()).as("mounts, seed %d", seed).isLessThanOrEqualTo(without.mounts() / 2);
        assertThat(with.distance()).as("distance, seed %d", seed).isLessThan(without.distance());
        assertThat(with.time()).as("time, seed %d", seed).isLessThan(without.time());
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertThat(cost(1, true)).isEqualTo(cost(1, true));
    }

    private Cost cost(long seed, boolean mediaOrder) {
        ManualEnvironment environment = ManualEnvironment.settling();
        TapeLibrary library = TapeLibrary.around(
                new MemoryProvider(new StoreId("tape"), Runnable::run),
                LIBRARY,
                directory.resolve(UUID.randomUUID().toString()),
                DurableWrites.DIRECT,
                environment::now,
                environment.thread());
        StagingSettings staging = new StagingSettings(20_000, 1L << 40, mediaOrder);
        try (EngineFixture engine = new EngineFixture(get(Gantry.builder()
                        .store(library)
                        .inMemory()
                        .environment(environment)
                        .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                        .staging(staging)
                        .start()))
                .withBucket()) {
            IntStream.range(0, OBJECTS).forEach(i -> engine.putWhole(name(i), new byte[LENGTH]));
            for (int day = 0; day < 2; day++) {
                environment.pass(Duration.ofDays(1));
                get(library.report());
                environment.settle();
            }
            Totals before = get(library.report()).totals();
            long begun = environment.nanos();
            readAll(engine, environment, library, jobs(engine, environment, new Random(seed)));
            return Cost.between(before, get(library.report()).totals(), Duration.ofNanos(environment.nanos() - begun));
        }
    }

    private static String name(int i) {
        return "o%03d".formatted(i);
    }

    private static List<Job> jobs(EngineFixture engine, ManualEnvironment environment, Random random) {
        List<Job> jobs = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            List<AskedObject> names = new ArrayList<>();
            IntStream.range(0, OBJECTS).forEach(i -> names.add(object(name(i), 0)));
            Collections.shuffle(names, random);
            jobs.add(engine.getJob(
                    names.stream().limit(JOB).map(asked -> asked.name().value()).toArray(String[]::new)));
            environment.settle();
        }
        return jobs;
    }

    private static void readAll(
            EngineFixture engine, ManualEnvironment environment, TapeLibrary library, List<Job> jobs) {
        Set<String> taken = new HashSet<>();
        for (int round = 0; jobs.stream().anyMatch(job -> engine.job(job.id()).isActive()); round++) {
            assertThat(round).as("rounds of ten seconds").isLessThan(20_000);
            for (Job job : jobs) {
                if (engine.job(job.id()).isActive()) {
                    engine.ready(job.id()).chunks().forEach(listing -> take(engine, job, listing, taken));
                    environment.settle();
                }
            }
            environment.pass(Duration.ofSeconds(10));
            get(library.report());
            environment.settle();
        }
    }

    private static void take(EngineFixture engine, Job job, Listing listing, Set<String> taken) {
        listing.chunk().blobs().stream()
                .filter(blob -> taken.add(job.id() + " " + blob.name()))
                .forEach(blob -> engine.take(job.id(), blob.name().value(), 0));
    }
}
