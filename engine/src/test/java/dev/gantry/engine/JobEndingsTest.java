package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Truncation;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobEndingsTest {

    private static final Duration DAY = Duration.ofHours(24);

    private final ManualEnvironment time = new ManualEnvironment();
    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults(), time).withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private Job truncate(Job job) {
        return get(engine.api.endings().truncate(job.id()));
    }

    /** The job once what was due has been done. */
    private Job after(Duration passed, JobId job) {
        time.pass(passed);
        Job now = engine.job(job);
        for (int i = 0; i < 1000 && now.isActive(); i++) {
            time.pass(Duration.ofSeconds(1));
            now = engine.job(job);
        }
        return now;
    }

    private Job started(JobKind kind, JobOption option) {
        JobRequest request = new JobRequest(
                kind, EngineFixture.BUCKET, "n", Optional.empty(), Ordering.NONE, OptionalLong.empty(), Set.of(option));
        return get(engine.api.jobs().create(request, List.of(object("x", 1)).iterator()))
                .job();
    }

    private boolean exists(String name) {
        return get(engine.api
                        .objects()
                        .head(new ObjectKey(EngineFixture.BUCKET, new ObjectName(name)))
                        .handle((object, failure) -> failure == null))
                .booleanValue();
    }

    @Test
    void aTruncatedJobKeepsWholeObjectsAndCompletesWithThem() {
        Job job = engine.putJob(2, object("whole", 3), object("half", 4), object("none", 5));
        get(engine.put(job.id(), "whole", 0, new byte[2]));
        get(engine.put(job.id(), "whole", 2, new byte[1]));
        get(engine.put(job.id(), "half", 0, new byte[2]));
        Job cut = truncate(job);
        assertThat(cut.isActive()).isTrue();
        assertThat(cut.size().bytes()).isEqualTo(3);
        assertThat(cut.size().objects()).isEqualTo(1);
        assertThat(problemOf(engine.put(job.id(), "half", 2, new byte[2]))).isEqualTo(Problem.GONE);
        Job over = after(Duration.ofSeconds(1), job.id());
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(over.size().bytes()).isEqualTo(3);
        assertThat(over.progress().bytes()).isEqualTo(3);
        assertThat(exists("whole")).isTrue();
        assertThat(exists("half")).isFalse();
    }

    @Test
    void theNamesThatATruncatedJobNeverReceivedAreFreeAtOnce() {
        Job job = engine.putJob(0, object("a", 1), object("b", 1));
        get(engine.put(job.id(), "a", 0, new byte[1]));
        truncate(job);
        Job next = engine.putJob(0, object("b", 1));
        get(engine.put(next.id(), "b", 0, new byte[1]));
        assertThat(engine.job(next.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aJobOfWhichNothingHasComeIsCanceledByTruncation() {
        Job job = engine.putJob(2, object("half", 4));
        get(engine.put(job.id(), "half", 0, new byte[2]));
        assertThat(truncate(job).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(truncate(job).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aTruncatedGetJobIsOverWithWhatWasRead() {
        engine.putWhole("a", new byte[2]);
        engine.putWhole("b", new byte[3]);
        Job job = engine.getJob("a", "b");
        engine.take(job.id(), "a", 0);
        assertThat(truncate(job).size().bytes()).isEqualTo(2);
        assertThat(after(Duration.ofSeconds(1), job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aProtectedJobIsNeitherCanceledNorTruncatedUntilItIsReleased() {
        Job job = started(JobKind.PUT, JobOption.PROTECTED);
        assertThat(problemOf(engine.api.jobs().cancel(job.id(), "no"))).isEqualTo(Problem.FORBIDDEN);
        assertThat(problemOf(engine.api.endings().truncate(job.id()))).isEqualTo(Problem.FORBIDDEN);
        JobChange released =
                new JobChange(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(JobOption.PROTECTED, false));
        get(engine.api.jobs().modify(job.id(), released));
        assertThat(get(engine.api.jobs().cancel(job.id(), "yes")).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aJobIsForgottenOnceItHasEnded() {
        Job job = engine.putJob(0, object("a", 1));
        assertThat(problemOf(engine.api.endings().forget(job.id()))).isEqualTo(Problem.CONFLICT);
        get(engine.api.jobs().cancel(job.id(), "enough"));
        get(engine.api.endings().forget(job.id()));
        assertThat(problemOf(engine.api.jobs().get(job.id()))).isEqualTo(Problem.NO_SUCH_JOB);
        assertThat(problemOf(engine.api.endings().forget(job.id()))).isEqualTo(Problem.NO_SUCH_JOB);
    }

    @Test
    void aJobWhoseClientIsSilentForADayIsCanceledAndSaysSo() {
        Job job = engine.putJob(0, object("a", 1));
        Job over = after(DAY.plusHours(1), job.id());
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().timedOut()).isTrue();
        assertThat(over.ending().orElseThrow().reason().orElseThrow()).contains("silent");
    }

    @Test
    void aSignOfLifeBeginsTheDayAnew() {
        Job job = engine.putJob(0, object("a", 1));
        time.pass(Duration.ofHours(20));
        get(engine.api.jobs().modify(job.id(), JobChange.NOTHING));
        time.pass(Duration.ofHours(20));
        assertThat(engine.job(job.id()).isActive()).isTrue();
    }

    @Test
    void aSilentPutJobThatReceivedSomethingIsTruncated() {
        Job job = engine.putJob(0, object("a", 1), object("b", 1));
        get(engine.put(job.id(), "a", 0, new byte[1]));
        time.pass(DAY.plusHours(1));
        Job over = after(Duration.ofMinutes(1), job.id());
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(over.truncation()).isEqualTo(Truncation.BY_TIMEOUT);
        assertThat(over.ending().orElseThrow().reason().orElseThrow()).contains("silent");
    }

    @Test
    void aJobThatIsKeptWhenIdleOrIsBeingReadStays() {
        engine.putWhole("x", new byte[1]);
        Job kept = started(JobKind.GET, JobOption.KEPT_WHEN_IDLE);
        Job reading = engine.getJob("x");
        try (var read = get(engine.read(reading.id(), "x", 0))) {
            time.pass(DAY.multipliedBy(3));
            assertThat(get(engine.api.jobs().list(JobFilter.running(), PageRequest.from(0)))
                            .items())
                    .extracting(Job::id)
                    .containsExactlyInAnyOrder(kept.id(), reading.id());
            get(read.delivered());
        }
    }

    @Test
    void whatEndedThirtyDaysAgoIsForgotten() {
        Job old = engine.putJob(0, object("a", 1));
        get(engine.api.jobs().cancel(old.id(), "enough"));
        time.pass(DAY.multipliedBy(20));
        Job young = engine.putJob(0, object("a", 1));
        get(engine.api.jobs().cancel(young.id(), "enough"));
        time.pass(DAY.multipliedBy(11));
        assertThat(engine.job(young.id()).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(problemOf(engine.api.jobs().get(old.id()))).isEqualTo(Problem.NO_SUCH_JOB);
    }
}
