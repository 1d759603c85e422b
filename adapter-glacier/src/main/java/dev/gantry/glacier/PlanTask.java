package dev.gantry.glacier;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.glacier.Planner.ClassPlan;
import dev.gantry.glacier.Planner.Plan;
import dev.gantry.glacier.Planner.Wish;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code restore-plan}: what it would take to have a prefix online (docs/glacier.md, Planning). Spends nothing. */
final class PlanTask implements RestoreTask {

    private static final Set<String> KNOWN = Set.of("bucket", "prefix", "days", "by", "maxCost");

    private final ArchiveWalk walk;
    private final RestoreStates states;
    private final Planner planner;
    private final GlacierSettings settings;
    private final InstantSource clock;

    PlanTask(ArchiveWalk walk, RestoreStates states, Planner planner, GlacierSettings settings, InstantSource clock) {
        this.walk = walk;
        this.states = states;
        this.planner = planner;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind("restore-plan", true, Role.ADMIN);
    }

    @Override
    public CompletionStage<String> run(String id, String parameters) {
        Fields given = Fields.read(parameters, KNOWN);
        BucketName bucket = new BucketName(given.require("bucket"));
        String prefix = given.text("prefix").orElse("");
        Wish wish = new Wish(
                clock.instant(),
                given.as("days", PlanTask::days).orElseGet(() -> GlacierSettings.days(settings.keep())),
                given.time("by"),
                given.as("maxCost", Amounts::parse));
        Census census = new Census(states);
        return walk.walk(bucket, prefix, page -> {
                    page.forEach(census::add);
                    return CompletableFuture.completedStage(null);
                })
                .thenApply(nothing -> Fields.write(fields(bucket, prefix, wish, census)));
    }

    static int days(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1) {
            throw new InvalidValueException("a copy is kept for 1 to 9999 days, not " + text);
        }
        return Integer.parseInt(text);
    }

    private Map<String, Object> fields(BucketName bucket, String prefix, Wish wish, Census census) {
        Plan plan = planner.plan(census.archived(), wish);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bucket", bucket.value());
        fields.put("prefix", prefix);
        fields.put("made", wish.now().toString());
        fields.put("days", wish.days());
        wish.by().ifPresent(by -> fields.put("by", by.toString()));
        wish.maxCost().ifPresent(cap -> fields.put("maxCost", cap.toPlainString()));
        fields.putAll(census.fields());
        fields.put(
                "classes",
                plan.classes().entrySet().stream()
                        .map(entry -> fields(entry.getKey(), entry.getValue()))
                        .toList());
        fields.put("currency", settings.prices().currency());
        fields.put("cost", plan.total().toPlainString());
        plan.ready().ifPresent(ready -> fields.put("ready", ready.toString()));
        plan.infeasible().ifPresent(why -> fields.put("infeasible", why));
        return fields;
    }

    private static Map<String, Object> fields(ArchiveClass storageClass, ClassPlan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("class", storageClass.name());
        fields.put("objects", plan.demand().objects());
        fields.put("bytes", plan.demand().bytes());
        plan.chosen().ifPresent(option -> fields.put("tier", option.tier().wireName()));
        List<Map<String, Object>> options =
                plan.options().stream().map(PlanTask::fields).toList();
        fields.put("options", options);
        return fields;
    }

    private static Map<String, Object> fields(Planner.Option option) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tier", option.tier().wireName());
        fields.put("ready", option.ready().toString());
        fields.put("requests", option.cost().requests().toPlainString());
        fields.put("retrieval", option.cost().retrieval().toPlainString());
        fields.put("storage", option.cost().storage().toPlainString());
        fields.put("cost", option.cost().total().toPlainString());
        return fields;
    }
}
