package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.BUCKET;
import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutJobTest {

    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults()).withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private ObjectInfo head(String name) {
        return get(engine.api.objects().head(new ObjectKey(BUCKET, new ObjectName(name))));
    }

    private Problem headProblem(String name) {
        return problemOf(engine.api.objects().head(new ObjectKey(BUCKET, new ObjectName(name))));
    }

    @Test
    void aJobIsCompletedWithTheAnswerToItsLastBlob() {
        Job job = engine.putJob(0, object("a", 3), object("empty", 0), object("folder/", 0));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2, 3}));
        get(engine.put(job.id(), "empty", 0, new byte[0]));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        get(engine.put(job.id(), "folder/", 0, new byte[0]));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(engine.job(job.id()).progress().cachedBytes()).isEqualTo(3);
    }

    @Test
    void anObjectIsVisibleWithTheAnswerToItsLastBlobAndNotBefore() {
        Job job = engine.putJob(2, object("a", 5), object("b", 1));
        get(engine.put(job.id(), "a", 4, new byte[] {5}));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        assertThat(headProblem("a")).isEqualTo(Problem.NO_SUCH_OBJECT);
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        assertThat(head("a").length()).isEqualTo(5);
        assertThat(head("a").layout().blobSize()).isEqualTo(2);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void theFirstPollAlreadyListsWorkAndReceivedChunksLeaveTheList() {
        Job job = engine.putJob(0, object("a", 1), object("b", 1));
        Ready first = engine.ready(job.id());
        assertThat(first.chunks()).hasSize(1);
        assertThat(first.retryAfter()).isEqualTo(Duration.ZERO);
        get(engine.put(job.id(), "a", 0, new byte[] {1}));
        assertThat(engine.ready(job.id()).chunks().get(0).state().hasEvidence(0))
                .isTrue();
        assertThat(engine.ready(job.id()).chunks().get(0).state().hasEvidence(1))
                .isFalse();
    }

    @Test
    void aLatePollerOfACompletedJobLearnsThatAllIsIn() {
        Job job = engine.putJob(0, object("a", 1));
        get(engine.put(job.id(), "a", 0, new byte[] {1}));
        assertThat(engine.ready(job.id()).chunks())
                .allMatch(chunk -> chunk.state().isDone());
    }

    @Test
    void aWrongChecksumStoresNothingAndTheRightBytesCanFollow() {
        engine.putWhole("a", new byte[] {9});
        Job job = engine.putJob(0, object("a", 1));
        Checksums wrong = Checksums.of(new Checksum(ChecksumType.CRC32C, new byte[4]));
        assertThat(problemOf(engine.put(job.id(), "a", 0, new byte[] {1}, wrong)))
                .isEqualTo(Problem.CHECKSUM_MISMATCH);
        assertThat(head("a").blobs().get(0).all()).isNotEmpty();
        assertThat(head("a").length()).isEqualTo(1);
        get(engine.put(job.id(), "a", 0, new byte[] {1}));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aBlobSentTwiceIsHarmlessWithTheSameBytesAndAConflictWithOthers() {
        Job job = engine.putJob(2, object("a", 4), object("b", 1));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        assertThat(problemOf(engine.put(job.id(), "a", 0, new byte[] {7, 7}))).isEqualTo(Problem.CONFLICT);
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        assertThat(problemOf(engine.put(job.id(), "a", 2, new byte[] {7, 7}))).isEqualTo(Problem.CONFLICT);
        assertThat(head("a").length()).isEqualTo(4);
    }

    @Test
    void requestsThatFitNoBlobAreRefused() {
        Job job = engine.putJob(2, object("a", 4));
        assertThat(problemOf(engine.put(job.id(), "a", 1, new byte[2]))).isEqualTo(Problem.NO_SUCH_BLOB);
        assertThat(problemOf(engine.put(job.id(), "x", 0, new byte[2]))).isEqualTo(Problem.NO_SUCH_BLOB);
        assertThat(problemOf(engine.put(job.id(), "a", 0, new byte[3]))).isEqualTo(Problem.WRONG_LENGTH);
    }

    @Test
    void aCanceledJobTakesNothingAndFreesItsNames() {
        Job job = engine.putJob(0, object("a", 1));
        get(engine.api.jobs().cancel(job.id(), "no longer wanted"));
        get(engine.api.jobs().cancel(job.id(), "again"));
        assertThat(problemOf(engine.put(job.id(), "a", 0, new byte[1]))).isEqualTo(Problem.GONE);
        assertThat(problemOf(engine.api.chunks().ready(job.id(), 1))).isEqualTo(Problem.GONE);
        assertThat(engine.job(job.id()).ending().orElseThrow().reason()).contains("no longer wanted");
        engine.putJob(0, object("a", 1));
    }

    @Test
    void twoActivePutJobsCannotHaveOneName() {
        engine.putJob(0, object("a", 1), object("b", 1));
        assertThat(problemOf(engine.api
                        .jobs()
                        .create(
                                EngineFixture.request(JobKind.PUT, 0),
                                List.of(object("b", 2)).iterator())))
                .isEqualTo(Problem.CONFLICT);
    }

    @Test
    void aNameTwiceInOnePutJobIsRefusedAndLeavesNothing() {
        assertThat(problemOf(engine.api
                        .jobs()
                        .create(
                                EngineFixture.request(JobKind.PUT, 0),
                                List.of(object("b", 2), object("b", 2)).iterator())))
                .isEqualTo(Problem.INVALID);
        engine.putJob(0, object("b", 1));
    }

    @Test
    void anotherUserSeesNothingOfIt() {
        Job job = engine.putJob(0, object("a", 1));
        assertThat(problemOf(engine.gantry.as(EngineFixture.OTHER).jobs().get(job.id())))
                .isEqualTo(Problem.FORBIDDEN);
    }

    @Test
    void onlyWhoeverEmbedsTheEngineMakesJobsOfTheNodesOwnPriorities() {
        for (Priority own : List.of(Priority.CRITICAL, Priority.BACKGROUND)) {
            JobRequest request = new JobRequest(
                    JobKind.PUT, EngineFixture.BUCKET, "own", Optional.of(own), Ordering.NONE, OptionalLong.empty());
            List<AskedObject> asked = List.of(object(own.name(), 1));
            assertThatThrownBy(() -> get(engine.api.jobs().create(request, asked.iterator())))
                    .hasMessageContaining("ask for URGENT, HIGH, NORMAL or LOW");
            Job made = get(engine.gantry.asNode(EngineFixture.ROOT).jobs().create(request, asked.iterator()))
                    .job();
            assertThat(engine.job(made.id()).priority()).isEqualTo(own);
            JobChange change = new JobChange(Optional.empty(), Optional.of(own), Optional.empty());
            assertThat(problemOf(engine.api.jobs().modify(made.id(), change))).isEqualTo(Problem.INVALID);
        }
    }
}
