package dev.gantry.glacier;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code restore-status}: how far a prefix is, and what was spent. */
final class StatusTask implements RestoreTask {

    private static final Set<String> KNOWN = Set.of("bucket", "prefix", "plan");

    private final ArchiveWalk walk;
    private final ArchiveStaging staging;
    private final GlacierSettings settings;

    StatusTask(ArchiveWalk walk, ArchiveStaging staging, GlacierSettings settings) {
        this.walk = walk;
        this.staging = staging;
        this.settings = settings;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind("restore-status", true, Role.ADMIN);
    }

    @Override
    public CompletionStage<String> run(String id, String parameters) {
        Fields given = Fields.read(parameters, KNOWN);
        BucketName bucket = new BucketName(given.require("bucket"));
        String prefix = given.text("prefix").orElse("");
        Census census = new Census(staging.states());
        return walk.walk(bucket, prefix, page -> {
                    page.forEach(census::add);
                    return CompletableFuture.completedStage(null);
                })
                .thenApply(nothing -> Fields.write(fields(bucket, prefix, given, census)));
    }

    private Map<String, Object> fields(BucketName bucket, String prefix, Fields given, Census census) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bucket", bucket.value());
        fields.put("prefix", prefix);
        fields.putAll(census.fields());
        fields.put("currency", settings.prices().currency());
        fields.put("spentThisMonth", staging.ledger().spentThisMonth().toPlainString());
        settings.monthlyCap().ifPresent(cap -> fields.put("monthlyCap", cap.toPlainString()));
        given.text("plan")
                .map(plan -> RunTask.purse(plan, BigDecimal.ZERO))
                .ifPresent(purse ->
                        fields.put("spentByPlan", staging.ledger().spent(purse).toPlainString()));
        return fields;
    }
}
