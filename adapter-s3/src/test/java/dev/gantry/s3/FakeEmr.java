package dev.gantry.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * EMR's rules as botocore's model and AWS's documentation tell them: what a job flow must have, InvalidRequestException for
 * an id that it does not know, ValidationException for one that is protected, steps in pages with the last one first. Ours;
 * it proves nothing about EMR.
 */
final class FakeEmr extends FakeService {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 2;

    private final Map<String, FakeCluster> clusters = new TreeMap<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private Optional<LocalHadoop> hadoop = Optional.empty();
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    FakeEmr() throws IOException {
        super("elasticmapreduce");
    }

    /** A job flow, with what becomes of it. */
    static final class FakeCluster {
        private final String id;
        private final JsonNode request;
        private String state = "STARTING";
        private String reason = "";
        private String stepState = "PENDING";
        private boolean isProtected;
        private boolean endless;

        private FakeCluster(String id, JsonNode request) {
            this.id = id;
            this.request = request;
        }

        FakeCluster become(String newState, String code, String steps) {
            state = newState;
            reason = code;
            stepState = steps;
            return this;
        }

        FakeCluster protect() {
            isProtected = true;
            return this;
        }

        /** Requests to end it are taken and forgotten. */
        FakeCluster endless() {
            endless = true;
            return this;
        }
    }

    /** From now on the steps of a job flow are run, one at a time, on a thread of their own. */
    synchronized void runBy(LocalHadoop machines) {
        hadoop = Optional.of(machines);
    }

    /** Completes when all that was started has ended. */
    synchronized CompletableFuture<Void> settled() {
        return running;
    }

    private void runSteps(FakeCluster cluster, LocalHadoop machines) {
        try {
            for (JsonNode step : cluster.request.path("Steps")) {
                machines.run(step);
            }
            settle(cluster, "TERMINATED", "ALL_STEPS_COMPLETED", "COMPLETED");
        } catch (Exception | LinkageError e) {
            settle(cluster, "TERMINATED_WITH_ERRORS", "STEP_FAILURE", "FAILED");
        }
    }

    private synchronized void settle(FakeCluster cluster, String state, String reason, String steps) {
        cluster.become(state, reason, steps);
    }

    synchronized FakeCluster cluster(String id) {
        return clusters.get(id);
    }

    /** What RunJobFlow was asked for, in order. */
    synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /** So many steps in place of those that were asked for. */
    synchronized void repeatSteps(String id, int count) {
        ArrayNode steps = ((ObjectNode) clusters.get(id).request).putArray("Steps");
        for (int i = 1; i <= count; i++) {
            steps.addObject().put("Name", "step " + i);
        }
    }

    @Override
    String name(Asked request) {
        return request.headers().first("X-Amz-Target").orElse("").replace("ElasticMapReduce.", "");
    }

    @Override
    synchronized Reply answer(Asked request) {
        JsonNode body = JSON.readTree(request.body());
        ObjectNode answer = JSON.createObjectNode();
        switch (name(request)) {
            case "RunJobFlow" -> answer.put("JobFlowId", run(body));
            case "DescribeCluster" ->
                describe(
                        answer.putObject("Cluster"), find(body.path("ClusterId").asString("")));
            case "ListSteps" -> steps(answer, find(body.path("ClusterId").asString("")), body);
            case "TerminateJobFlows" -> terminate(body.path("JobFlowIds"));
            default -> throw new Refusal(400, "UnknownOperationException", "unknown: " + name(request));
        }
        return text(200, "application/x-amz-json-1.1", answer.toString(), Headers.none());
    }

    private String run(JsonNode body) {
        require(!body.path("Name").asString("").isEmpty(), "Name is required");
        require(body.path("ReleaseLabel").asString("").startsWith("emr-"), "The release label is invalid");
        require(body.has("ServiceRole") && body.has("JobFlowRole"), "ServiceRole and InstanceProfile are required");
        JsonNode instances = body.path("Instances");
        require(instances.path("MasterInstanceType").isString(), "Master instance type is required");
        require(
                instances.path("InstanceCount").asInt() == 1
                        || instances.path("SlaveInstanceType").isString(),
                "Slave instance type is required");
        body.path("Steps").forEach(FakeEmr::checkStep);
        requests.add(body);
        FakeCluster made = new FakeCluster("j-%013d".formatted(clusters.size() + 1), body);
        clusters.put(made.id, made);
        hadoop.ifPresent(machines -> running = running.thenRunAsync(() -> runSteps(made, machines)));
        return made.id;
    }

    private static void checkStep(JsonNode step) {
        require(!step.path("Name").asString("").isEmpty(), "A step needs a name");
        require(step.path("HadoopJarStep").path("Jar").asString("").startsWith("s3://"), "A step needs a JAR");
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new Refusal(400, "ValidationException", otherwise);
        }
    }

    private FakeCluster find(String id) {
        if (!clusters.containsKey(id)) {
            throw new Refusal(400, "InvalidRequestException", "Cluster id '" + id + "' is not valid.");
        }
        return clusters.get(id);
    }

    private static void describe(ObjectNode answer, FakeCluster cluster) {
        answer.put("Id", cluster.id);
        answer.put("Name", cluster.request.path("Name").asString());
        answer.put("TerminationProtected", cluster.isProtected);
        ObjectNode status = answer.putObject("Status");
        status.put("State", cluster.state);
        ObjectNode timeline = status.putObject("Timeline");
        timeline.put("CreationDateTime", 1_795_341_600.125);
        if (!cluster.reason.isEmpty()) {
            status.putObject("StateChangeReason")
                    .put("Code", cluster.reason)
                    .put("Message", "because of " + cluster.reason);
            timeline.put("ReadyDateTime", 1_795_341_900.0);
            timeline.put("EndDateTime", 1_795_345_500.0);
        }
    }

    private static void steps(ObjectNode answer, FakeCluster cluster, JsonNode body) {
        List<JsonNode> steps =
                new ArrayList<>(cluster.request.path("Steps").valueStream().toList());
        Collections.reverse(steps);
        int from = Integer.parseInt(body.path("Marker").asString("0"));
        ArrayNode told = answer.putArray("Steps");
        steps.stream().skip(from).limit(PAGE).forEach(step -> {
            ObjectNode one = told.addObject()
                    .put("Id", "s-1")
                    .put("Name", step.path("Name").asString());
            one.putObject("Status").put("State", cluster.stepState);
        });
        if (from + PAGE < steps.size()) {
            answer.put("Marker", String.valueOf(from + PAGE));
        }
    }

    private void terminate(JsonNode ids) {
        require(ids.size() > 0 && ids.size() <= 10, "1 to 10 job flows can be terminated");
        ids.forEach(id -> {
            FakeCluster cluster = find(id.asString());
            require(
                    !cluster.isProtected,
                    "Could not shut down one or more job flows since they are termination protected.");
            if (!cluster.endless) {
                cluster.become("TERMINATING", "USER_REQUEST", "CANCELLED");
            }
        });
    }

    @Override
    Reply refuse(Refusal refusal) {
        ObjectNode said = JSON.createObjectNode().put("__type", refusal.code()).put("Message", refusal.getMessage());
        return text(refusal.status(), "application/x-amz-json-1.1", said.toString(), Headers.none());
    }
}
