package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;

/** Hadoop jobs over spaces, run by EMR (docs/s3.md, Hadoop tasks). */
final class HadoopTasks {

    private static final Pattern JOB_FLOW = Pattern.compile("j-[A-Z0-9]{1,64}");

    private final S3Account account;
    private final JobFlows jobFlows;
    private final JobFlowPlan plan;
    private final BucketPolicies buckets;

    HadoopTasks(S3Account account, JobFlows jobFlows, HadoopSettings settings) {
        this.account = account;
        this.jobFlows = jobFlows;
        this.plan = new JobFlowPlan(settings, account.address().names()::inS3);
        this.buckets = new BucketPolicies(account);
    }

    /** Starts a cluster that runs a JAR, once that is found where it should be. Not repeatable. */
    CompletionStage<String> run(TaskCall call) {
        HadoopRequest job = HadoopRequest.parse(call.parameters());
        RunJobFlowRequest request = plan.plan(call.id(), job);
        return requireObject(job.jar(), "JAR")
                .thenCompose(found -> requireBootstrap(job))
                .thenCompose(found -> buckets.requireBucket(job.source()))
                .thenCompose(found -> buckets.requireBucket(job.destination()))
                .thenCompose(found -> jobFlows.run(request))
                .thenApply(id -> started(id, job, call));
    }

    private CompletionStage<Void> requireBootstrap(HadoopRequest job) {
        return job.bootstrap()
                .map(script -> requireObject(script, "bootstrap script"))
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> requireObject(ObjectKey key, String what) {
        return account.head(key).thenApply(found -> {
            if (found.isEmpty()) {
                throw new ProviderException.NotFound("there is no " + what + " " + key.name() + " in the working space "
                        + key.bucket() + "; put it there first");
            }
            return null;
        });
    }

    private static String started(String id, HadoopRequest job, TaskCall call) {
        String output = job.destination() + "/" + JobFlowPlan.output(call.id());
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put(job.capitals() ? "RESULTS" : "results", "success");
        answer.put(job.capitals() ? "JOB_FLOW_ID" : "jobFlowId", id);
        answer.put(job.capitals() ? "OUTPUT" : "output", output);
        return MapDocument.write(answer);
    }

    /** How it stands with the job and its steps. Repeatable. */
    CompletionStage<String> describe(TaskCall call) {
        String id = id(call.parameters());
        return find(id).thenCompose(cluster ->
                jobFlows.steps(id).thenApply(steps -> MapDocument.write(JobFlowReport.of(cluster, steps))));
    }

    private CompletionStage<Cluster> find(String id) {
        return jobFlows.find(id).handle((cluster, failure) -> {
            if (failure == null) {
                return cluster;
            }
            RuntimeException cause = AwsFailures.of("DescribeCluster", failure);
            throw cause instanceof ProviderException.NotFound
                    ? new ProviderException.NotFound("there is no Hadoop job " + id)
                    : cause;
        });
    }

    /** Bare text, or in a map in XML, as {@code --param} gives it. */
    private static String id(String parameters) {
        String text = parameters.strip();
        Map<String, String> map = text.startsWith("<") ? MapDocument.read(text) : Map.of("jobFlowId", text);
        String id = map.getOrDefault("jobFlowId", map.getOrDefault("JOB_FLOW_ID", ""))
                .strip();
        if (!JOB_FLOW.matcher(id).matches()) {
            throw new InvalidValueException(
                    "a Hadoop job is named by its job flow's id, as j-2AXXXXXXGAPLF, not: " + id);
        }
        return id;
    }

    /** Ends the job; {@code failure} with the reason where EMR does not. Repeatable. */
    CompletionStage<String> stop(TaskCall call) {
        String id = id(call.parameters());
        return find(id).thenCompose(cluster -> stop(id, cluster)).handle((refusal, failure) -> {
            if (failure == null) {
                return stopped(refusal);
            }
            RuntimeException cause = AwsFailures.of("TerminateJobFlows", failure);
            if (cause instanceof ProviderException.NotFound) {
                return stopped(Optional.of(cause.getMessage()));
            }
            throw cause;
        });
    }

    /** Gives why it does not end. */
    private CompletionStage<Optional<String>> stop(String id, Cluster cluster) {
        if (JobFlowState.of(cluster).isEnding()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        if (Boolean.TRUE.equals(cluster.terminationProtected())) {
            return CompletableFuture.completedStage(
                    Optional.of("the job flow " + id + " is protected from termination; take that off at EMR first"));
        }
        return jobFlows.terminate(id).thenCompose(asked -> jobFlows.find(id)).thenApply(HadoopTasks::stillRunning);
    }

    private static Optional<String> stillRunning(Cluster cluster) {
        JobFlowState state = JobFlowState.of(cluster);
        return state.isEnding()
                ? Optional.empty()
                : Optional.of("EMR took the request, and the job flow " + cluster.id() + " is still " + state);
    }

    private static String stopped(Optional<String> refusal) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("results", refusal.isPresent() ? "failure" : "success");
        refusal.ifPresent(why -> answer.put("reason", why));
        return MapDocument.write(answer);
    }
}
