package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Job job(Progress progress) {
        return Job.begun(
                        new JobId(new UUID(0, 1)),
                        JobKind.PUT,
                        new StoreId("s"),
                        new BucketName("b"),
                        new User(new UserId(new UUID(0, 2)), "u", Role.USER),
                        new JobTerms("job", Priority.NORMAL, Ordering.NONE, Set.of(JobOption.AGGREGATING)),
                        NOW)
                .with(new JobSize(2, 3, 1, 30))
                .with(progress);
    }

    private static Job moved(Transition transition) {
        return ((Transition.Moved) transition).job();
    }

    @Test
    void aJobIsCompletedOnlyWithEvidenceOfEveryBlob() {
        assertThat(job(new Progress(2, 0, 20, 20)).finish(NOW, 0, Optional.empty()))
                .isEqualTo(new Transition.Refused(Transition.Refusal.WORK_LEFT));
        assertThat(moved(job(new Progress(3, 0, 30, 30)).finish(NOW, 0, Optional.empty()))
                        .status())
                .isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aJobWithFailuresIsCanceledAndSaysHowMany() {
        Job over = moved(job(new Progress(2, 1, 20, 20)).finish(NOW, 1, Optional.empty()));
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().reason()).contains("1 of 2 objects failed");
    }

    @Test
    void anEndedJobNeverChanges() {
        Job over = moved(job(Progress.NONE).cancel(NOW, "enough"));
        Transition refused = new Transition.Refused(Transition.Refusal.ENDED);
        assertThat(over.cancel(NOW, "again")).isEqualTo(refused);
        assertThat(over.finish(NOW, 0, Optional.empty())).isEqualTo(refused);
        assertThat(over.modify(JobChange.NOTHING)).isEqualTo(refused);
    }

    @Test
    void theNodesOwnPrioritiesCannotBeAskedFor() {
        JobChange critical = new JobChange(Optional.empty(), Optional.of(Priority.CRITICAL), Optional.empty());
        assertThat(job(Progress.NONE).modify(critical))
                .isEqualTo(new Transition.Refused(Transition.Refusal.PRIORITY_RESERVED));
        JobChange low = new JobChange(Optional.empty(), Optional.of(Priority.LOW), Optional.empty());
        assertThat(moved(job(Progress.NONE).modify(low)).priority()).isEqualTo(Priority.LOW);
    }

    @Test
    void onlySomeOptionsChangeWhileAJobRuns() {
        Job closed = moved(job(Progress.NONE).modify(JobChange.CLOSED));
        assertThat(closed.has(JobOption.AGGREGATING)).isFalse();
        assertThatThrownBy(() -> new JobChange(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(JobOption.VERIFY_AFTER_WRITE, true)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aTruncatedJobIsCompletedWithWhatHadComeAndSaysSo() {
        Progress come = new Progress(1, 0, 10, 10);
        Job cut =
                moved(job(new Progress(2, 0, 20, 20)).truncate(new JobSize(1, 1, 1, 10), come, Truncation.BY_TIMEOUT));
        assertThat(cut.isActive()).isTrue();
        Job over = moved(cut.finish(NOW, 0, Optional.empty()));
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(over.size().bytes()).isEqualTo(10);
        assertThat(over.ending().orElseThrow().reason()).contains("truncated: its client was silent for too long");
        assertThat(cut.truncate(cut.size(), come, Truncation.BY_CLIENT))
                .isEqualTo(new Transition.Refused(Transition.Refusal.ENDED));
    }
}
