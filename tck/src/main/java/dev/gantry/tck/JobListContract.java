package dev.gantry.tck;

import static dev.gantry.tck.JobStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Truncation;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.ProviderException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every job store lists its jobs: filtered, in order, a page at a time. */
public interface JobListContract {

    /** A new store with nothing in it, not opened yet. The test closes it. */
    JobStore newJobStore();

    /** A store with jobs that differ in everything a filter looks at, and one in creation. */
    private JobStore filled(List<Job> jobs) {
        JobStore store = newJobStore();
        await(store.open());
        jobs.forEach(job -> await(store.jobs().save(job)));
        await(store.jobs().begin(JobSamples.job(1000)));
        return store;
    }

    private static List<Job> samples() {
        return IntStream.range(0, 60).mapToObj(JobListContract::sample).toList();
    }

    private static Job sample(int number) {
        Job plain = JobSamples.job(number);
        JobStatus status = JobStatus.values()[number % 3];
        // The order in which jobs ended is not that in which they were made.
        Ending ending =
                new Ending(plain.created().plusSeconds(number * 37 % 61), Optional.of("because"), number % 9 == 0);
        return new Job(
                plain.id(),
                number % 5 == 0 ? JobKind.GET : JobKind.PUT,
                plain.store(),
                new BucketName(number % 7 == 0 ? "other" : "demo"),
                JobSamples.job(number % 2).owner(),
                new JobTerms(
                        number % 4 == 0 ? "a?" : "a\uD800",
                        number % 11 == 0 ? Priority.URGENT : Priority.LOW,
                        number % 13 == 0 ? Ordering.NONE : Ordering.IN_ORDER,
                        number % 6 == 0 ? EnumSet.of(JobOption.AGGREGATING) : Set.of()),
                plain.created(),
                status,
                plain.size(),
                plain.progress(),
                number % 8 == 0 ? Truncation.BY_CLIENT : Truncation.NONE,
                status == JobStatus.IN_PROGRESS ? Optional.empty() : Optional.of(ending));
    }

    private static List<JobFilter> filters() {
        JobFilter all = JobFilter.all();
        return List.of(
                all,
                JobFilter.running(),
                JobFilter.none(),
                JobFilter.of(EnumSet.of(JobStatus.COMPLETED)),
                JobFilter.of(EnumSet.of(JobStatus.COMPLETED, JobStatus.CANCELED)),
                all.in(new BucketName("other")),
                all.in(new BucketName("nowhere")),
                all.ofKind(JobKind.GET).in(new BucketName("demo")),
                all.visibleTo(JobSamples.user(1)),
                with(Optional.of(Priority.URGENT), Optional.empty(), Optional.empty()),
                with(Optional.empty(), Optional.of(Ordering.NONE), Optional.empty()),
                with(Optional.empty(), Optional.empty(), Optional.of("a\uD800")),
                flagged(Optional.of(true), Optional.empty(), Optional.empty()),
                flagged(Optional.of(false), Optional.of(false), Optional.of(false)),
                flagged(Optional.empty(), Optional.of(true), Optional.empty()),
                flagged(Optional.empty(), Optional.empty(), Optional.of(true)));
    }

    private static JobFilter with(Optional<Priority> priority, Optional<Ordering> ordering, Optional<String> name) {
        Optional<UserId> owner = Optional.empty();
        return new JobFilter(
                EnumSet.allOf(JobStatus.class),
                Optional.empty(),
                owner,
                Optional.empty(),
                priority,
                ordering,
                name,
                JobFilter.Flags.ANY);
    }

    private static JobFilter flagged(
            Optional<Boolean> aggregating, Optional<Boolean> truncated, Optional<Boolean> timedOut) {
        return new JobFilter(
                EnumSet.allOf(JobStatus.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new JobFilter.Flags(aggregating, truncated, timedOut));
    }

    private static List<Job> expected(JobFilter filter, List<Job> jobs) {
        return jobs.stream()
                .filter(filter::accepts)
                .sorted(JobFilter.NEWEST_FIRST)
                .toList();
    }

    @Test
    default void listGivesExactlyTheJobsOfTheFilterRunningOnesAndThoseThatEndedLastFirst() {
        List<Job> jobs = samples();
        try (JobStore store = filled(jobs)) {
            for (JobFilter filter : filters()) {
                Page<Job> page = await(store.jobs().list(filter, PageRequest.from(0)));
                List<Job> wanted = expected(filter, jobs);
                assertThat(page).as(filter.toString()).isEqualTo(new Page<>(wanted, 0, wanted.size()));
            }
        }
    }

    @Test
    default void pagesByOffsetAndBehindAJobAreTheListInPieces() {
        List<Job> jobs = samples();
        try (JobStore store = filled(jobs)) {
            for (JobFilter filter : filters()) {
                List<Job> wanted = expected(filter, jobs);
                assertThat(byOffset(store, filter)).as(filter.toString()).isEqualTo(wanted);
                assertThat(byMarker(store, filter)).as(filter.toString()).isEqualTo(wanted);
            }
        }
    }

    private static List<Job> byOffset(JobStore store, JobFilter filter) {
        List<Job> found = new ArrayList<>();
        Page<Job> page;
        do {
            page = await(store.jobs().list(filter, new PageRequest(new PageRequest.At(found.size()), 7)));
            found.addAll(page.items());
            assertThat(page.left()).isEqualTo(page.total() - found.size());
        } while (page.left() > 0);
        return found;
    }

    private static List<Job> byMarker(JobStore store, JobFilter filter) {
        Page<Job> page = await(store.jobs().list(filter, new PageRequest(new PageRequest.At(0), 7)));
        List<Job> found = new ArrayList<>(page.items());
        while (page.left() > 0) {
            UUID last = found.get(found.size() - 1).id().value();
            page = await(store.jobs().list(filter, new PageRequest(new PageRequest.Behind(last), 7)));
            found.addAll(page.items());
            assertThat(page.left()).isEqualTo(page.total() - found.size());
        }
        return found;
    }

    @Test
    default void theLastPageIsTheOneThatNothingFollows() {
        List<Job> jobs = samples();
        try (JobStore store = filled(jobs)) {
            List<Job> wanted = expected(JobFilter.all(), jobs);
            assertThat(await(store.jobs().list(JobFilter.all(), new PageRequest(new PageRequest.Last(), 7))))
                    .isEqualTo(new Page<>(wanted.subList(56, 60), 0, 60));
            assertThat(await(store.jobs().list(JobFilter.none(), new PageRequest(new PageRequest.Last(), 7))))
                    .isEqualTo(Page.empty());
        }
    }

    @Test
    default void aPageBehindAJobThatTheFilterLeavesOutBeginsAtItsPlaceAndBehindNoneIsNotFound() {
        List<Job> jobs = samples();
        try (JobStore store = filled(jobs)) {
            List<Job> all = expected(JobFilter.all(), jobs);
            Job marker = all.get(30);
            JobFilter others = JobFilter.all().ofKind(marker.kind() == JobKind.PUT ? JobKind.GET : JobKind.PUT);
            PageRequest behind =
                    new PageRequest(new PageRequest.Behind(marker.id().value()), 1000);
            List<Job> wanted = expected(others, all.subList(31, 60));
            assertThat(await(store.jobs().list(others, behind)).items()).isEqualTo(wanted);

            UUID inCreation = JobSamples.job(1000).id().value();
            PageRequest nowhere = new PageRequest(new PageRequest.Behind(inCreation), 7);
            assertThatThrownBy(() -> await(store.jobs().list(JobFilter.all(), nowhere)))
                    .isInstanceOf(ProviderException.NotFound.class);
        }
    }
}
