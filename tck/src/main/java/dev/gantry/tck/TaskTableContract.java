package dev.gantry.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TrackedTask;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.TaskTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link TaskTable} promises. */
public interface TaskTableContract {

    /** A job store that is not open, and empty when a test begins. */
    JobStore newJobStore();

    private static TrackedTask task(long number) {
        return TrackedTask.begun(
                new TaskId(new UUID(3, number)),
                new StoreId("archive"),
                "restore-content",
                "space/gr\u00fcn \u2603 " + number,
                new UserId(new UUID(7, 8)),
                Instant.parse("2026-02-03T04:05:06.789Z").plusSeconds(number));
    }

    @Test
    default void taskIsKeptAsItWasSavedLast() {
        try (JobStore store = newJobStore()) {
            JobStoreContract.await(store.open());
            TaskTable tasks = store.tasks();
            TrackedTask begun = task(1);
            JobStoreContract.await(tasks.save(begun));
            assertThat(JobStoreContract.await(tasks.find(begun.id()))).contains(begun);
            TrackedTask failed = begun.failed(begun.created().plusMillis(1), "CONFLICT", "it \u00ef\u00df there");
            JobStoreContract.await(tasks.save(failed));
            assertThat(JobStoreContract.await(tasks.find(begun.id()))).contains(failed);
            assertThat(JobStoreContract.await(tasks.find(task(2).id()))).isEqualTo(Optional.empty());
        }
    }

    @Test
    default void unsettledAreThoseThatRunOrWhoseEndNobodyHeard() {
        try (JobStore store = newJobStore()) {
            JobStoreContract.await(store.open());
            TaskTable tasks = store.tasks();
            TrackedTask running = task(1);
            TrackedTask unheard = task(2).succeeded(Instant.parse("2026-03-01T00:00:00Z"), "");
            TrackedTask heard =
                    task(3).interrupted(Instant.parse("2026-03-01T00:00:00Z")).asHeard();
            for (TrackedTask task : List.of(heard, unheard, running)) {
                JobStoreContract.await(tasks.save(task));
            }
            assertThat(JobStoreContract.await(tasks.unsettled())).containsExactlyInAnyOrder(running, unheard);
        }
    }

    @Test
    default void whatEndedLongAgoIsForgottenAndWhatRunsIsNot() {
        try (JobStore store = newJobStore()) {
            JobStoreContract.await(store.open());
            TaskTable tasks = store.tasks();
            Instant limit = Instant.parse("2026-03-01T00:00:00Z");
            TrackedTask running = task(1);
            TrackedTask old = task(2).succeeded(limit.minusSeconds(2), "old");
            TrackedTask young = task(3).succeeded(limit.plusSeconds(2), "young");
            for (TrackedTask task : List.of(running, old, young)) {
                JobStoreContract.await(tasks.save(task));
            }
            JobStoreContract.await(tasks.forget(limit));
            JobStoreContract.await(tasks.forget(limit));
            assertThat(JobStoreContract.await(tasks.unsettled())).containsExactlyInAnyOrder(running, young);
        }
    }
}
