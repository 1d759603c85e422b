package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.RunJobFlowResponse;
import software.amazon.awssdk.services.emr.model.StepSummary;

/** Clusters of EMR, which called them job flows first. Ids are EMR's own. */
final class JobFlows {

    private static final int MAX_PAGES = 100;

    private final AwsClients clients;

    JobFlows(AwsClients clients) {
        this.clients = clients;
    }

    /** Starts one and gives its id. Not repeatable: a second call starts a second one. */
    CompletionStage<String> run(RunJobFlowRequest request) {
        return clients.emr("RunJobFlow", client -> client.runJobFlow(request)).handle(JobFlows::started);
    }

    private static String started(RunJobFlowResponse answer, Throwable failure) {
        if (failure == null) {
            return answer.jobFlowId();
        }
        RuntimeException cause = AwsFailures.of("RunJobFlow", failure);
        throw cause instanceof ProviderException.Unavailable
                ? new ProviderException.Unavailable(
                        cause.getMessage() + "; whether the job runs is not known: look at EMR before it is run again",
                        cause)
                : cause;
    }

    /** NotFound if EMR does not know it. */
    CompletionStage<Cluster> find(String id) {
        return clients.emr("DescribeCluster", client -> client.describeCluster(request -> request.clusterId(id)))
                .thenApply(answer -> answer.cluster());
    }

    /** Every step, the first one first. */
    CompletionStage<List<StepSummary>> steps(String id) {
        return steps(id, Optional.empty(), 0, new ArrayList<>());
    }

    private CompletionStage<List<StepSummary>> steps(
            String id, Optional<String> marker, int page, List<StepSummary> found) {
        return clients.emr(
                        "ListSteps",
                        client -> client.listSteps(
                                request -> request.clusterId(id).marker(marker.orElse(null))))
                .thenCompose(answer -> {
                    answer.steps().forEach(step -> found.add(0, step)); // EMR has the last one first
                    Optional<String> next = Optional.ofNullable(answer.marker()).filter(text -> !text.isEmpty());
                    return next.isPresent() && page < MAX_PAGES
                            ? steps(id, next, page + 1, found)
                            : CompletableFuture.completedStage(found);
                });
    }

    /** Asks for its end, which takes some minutes. Repeatable. */
    CompletionStage<Void> terminate(String id) {
        return clients.emr("TerminateJobFlows", client -> client.terminateJobFlows(request -> request.jobFlowIds(id)))
                .thenApply(done -> null);
    }
}
