package dev.gantry.engine;

import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.StagingOrder;
import dev.gantry.domain.StagingOrder.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whose data is asked for next: as for slots, by weight, then owner, then job; what lies on the same medium goes along, if
 * the store's media are followed (docs/adr/0023). Belongs to the control thread.
 */
final class StagingTurns {

    private final GrantQueue turns = new GrantQueue();
    private final boolean mediaOrder;

    StagingTurns(boolean mediaOrder) {
        this.mediaOrder = mediaOrder;
    }

    void withdraw(JobId job) {
        turns.withdraw(job);
    }

    /**
     * What goes next, in order; nothing if nobody may.
     *
     * @param jobs all jobs, whether they wait or not
     * @param waiting what has to be asked for
     * @param permitted whether there is room for it
     */
    List<Candidate> next(List<Job> jobs, List<Candidate> waiting, Predicate<Candidate> permitted) {
        Map<JobId, Candidate> first = new LinkedHashMap<>();
        waiting.stream().filter(permitted).forEach(candidate -> first.putIfAbsent(candidate.job(), candidate));
        jobs.forEach(job -> compete(job, first.containsKey(job.id())));
        return turns.next().map(first::get).map(turn -> along(turn, waiting)).orElse(List.of());
    }

    private void compete(Job job, boolean waits) {
        if (waits) {
            turns.offer(job.id(), job.owner().id(), job.priority());
        } else {
            turns.withdraw(job.id());
        }
    }

    private List<Candidate> along(Candidate turn, List<Candidate> waiting) {
        return mediaOrder ? StagingOrder.together(turn, waiting) : List.of(turn);
    }
}
