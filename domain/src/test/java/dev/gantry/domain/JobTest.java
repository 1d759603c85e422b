package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Job job(Progress progress) {
        return new Job(
                new JobId(new UUID(0, 1)),
                "job",
                JobKind.PUT,
                new StoreId("s"),
                new BucketName("b"),
                new User(new UserId(new UUID(0, 2)), "u", Role.USER),
                Priority.NORMAL,
                Ordering.NONE,
                NOW,
                JobStatus.IN_PROGRESS,
                new JobSize(2, 3, 1, 30),
                progress,
                Optional.empty());
    }

    private static Job moved(Transition transition) {
        return ((Transition.Moved) transition).job();
    }

    @Test
    void aJobIsCompletedOnlyWithEvidenceOfEveryBlob() {
        assertThat(job(new Progress(2, 0, 20, 20)).finish(NOW, 0))
                .isEqualTo(new Transition.Refused(Transition.Refusal.WORK_LEFT));
        assertThat(moved(job(new Progress(3, 0, 30, 30)).finish(NOW, 0)).status())
                .isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aJobWithFailuresIsCanceledAndSaysHowMany() {
        Job over = moved(job(new Progress(2, 1, 20, 20)).finish(NOW, 1));
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().reason()).contains("1 of 2 objects failed");
    }

    @Test
    void anEndedJobNeverChanges() {
        Job over = moved(job(Progress.NONE).cancel(NOW, "enough"));
        Transition refused = new Transition.Refused(Transition.Refusal.ENDED);
        assertThat(over.cancel(NOW, "again")).isEqualTo(refused);
        assertThat(over.finish(NOW, 0)).isEqualTo(refused);
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
}
