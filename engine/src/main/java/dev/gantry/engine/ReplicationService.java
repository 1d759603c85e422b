package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.User;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Replication;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Jobs that other servers planned, as one user has them made. */
final class ReplicationService implements Replication {

    private final ReplicaPlanner planner;
    private final JobQuota quota;
    private final User user;

    ReplicationService(ReplicaPlanner planner, JobQuota quota, User user) {
        this.planner = planner;
        this.quota = quota;
        this.user = user;
    }

    @Override
    public CompletionStage<Job> replicate(ReplicaRequest request, List<PlannedChunk> chunks) {
        return Failures.translated(
                        quota.within(user, () -> planner.create(user, request, chunks)), Problem.NO_SUCH_BUCKET)
                .thenApply(Created::job);
    }
}
