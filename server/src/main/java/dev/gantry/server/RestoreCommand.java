package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskStatus;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores of archived objects by the tasks of their store (docs/glacier.md, Planning). */
@Command(name = "restore", description = "bring archived objects online: restore plan, then restore run")
final class RestoreCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: plan, run or status");
    }

    /** Runs a task of the bucket's store to its end, which must be good. */
    private static TrackedTask perform(Gateway gateway, String bucket, String task, Map<String, ?> parameters)
            throws InterruptedException {
        Tasks tasks = gateway.tasks();
        Tasks.Run run = Waiting.on(tasks.start(storeOf(gateway, bucket), task, Json.line(parameters)));
        TrackedTask ended = Waiting.on(run.end());
        Waiting.on(tasks.heard(ended.id()));
        if (ended.status() != TaskStatus.SUCCEEDED) {
            throw new UsageException(task + " " + ended.status() + ": " + ended.text());
        }
        return ended;
    }

    private static StoreId storeOf(Gateway gateway, String name) throws InterruptedException {
        BucketName wanted = new BucketName(name);
        return Waiting.on(gateway.buckets().list()).stream()
                .filter(bucket -> bucket.name().equals(wanted))
                .map(Bucket::store)
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no bucket " + name));
    }

    private static Map<String, Object> result(TrackedTask task) throws IOException {
        return Json.parse(Path.of("the result of " + task.name()), task.text());
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    @Command(name = "plan", description = "tell what it takes and costs to bring a bucket online; spends nothing")
    static final class Plan extends GatewayCommand {

        @Parameters(index = "0", paramLabel = "BUCKET")
        private String bucket;

        @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "only names that begin so")
        private String prefix;

        @Option(names = "--by", paramLabel = "TIME", description = "when all is to be there, as 2026-12-24T18:00:00Z")
        private String by;

        @Option(names = "--max-cost", paramLabel = "AMOUNT", description = "the most that may be spent")
        private String maxCost;

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "how long it is to stay; the store's setting if not given")
        private Integer days;

        Plan(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws IOException, InterruptedException {
            Map<String, Object> parameters = new LinkedHashMap<>(Map.of("bucket", bucket));
            put(parameters, "prefix", prefix);
            put(parameters, "by", by);
            put(parameters, "maxCost", maxCost);
            put(parameters, "days", days);
            TrackedTask task = perform(gateway, bucket, "restore-plan", parameters);
            Map<String, Object> plan =
                    new LinkedHashMap<>(Map.of("plan", task.id().toString()));
            plan.putAll(result(task));
            output.print("restore_plan", plan, RestoreText.plan(plan));
            return plan.containsKey("infeasible") ? ERROR : OK;
        }
    }

    @Command(name = "run", description = "do what a plan says, never above its cost or the cap it was given")
    static final class Run extends GatewayCommand {

        @Parameters(paramLabel = "PLAN", description = "what restore plan called it")
        private String plan;

        Run(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws IOException, InterruptedException {
            TrackedTask task = Waiting.on(gateway.tasks().find(TaskId.parse(plan)));
            if (!task.name().equals("restore-plan") || task.status() != TaskStatus.SUCCEEDED) {
                throw new UsageException("task " + plan + " is no plan that was made");
            }
            Map<String, Object> made = result(task);
            if (made.containsKey("infeasible")) {
                throw new UsageException("the plan cannot be carried out: " + made.get("infeasible"));
            }
            String bucket = made.get("bucket").toString();
            TrackedTask ran = perform(gateway, bucket, "restore-run", RestoreText.order(plan, made));
            Map<String, Object> result = result(ran);
            output.print("restore_run", result, RestoreText.run(result));
            boolean all =
                    result.get("overCap").equals(0) && result.get("failed").equals(0);
            return all ? OK : SOME_FAILED;
        }
    }

    @Command(name = "status", description = "tell how far a bucket is, and what was spent")
    static final class Status extends GatewayCommand {

        @Parameters(index = "0", paramLabel = "BUCKET")
        private String bucket;

        @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "only names that begin so")
        private String prefix;

        @Option(names = "--plan", paramLabel = "PLAN", description = "tell what that plan has spent, too")
        private String plan;

        Status(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws IOException, InterruptedException {
            Map<String, Object> parameters = new LinkedHashMap<>(Map.of("bucket", bucket));
            put(parameters, "prefix", prefix);
            put(parameters, "plan", plan);
            Map<String, Object> status = result(perform(gateway, bucket, "restore-status", parameters));
            output.print("restore_status", status, RestoreText.status(status));
            return OK;
        }
    }
}
