package dev.gantry.glacier;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.s3.S3Object;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code restore-run}: does what a plan says. All runs of a plan share its cap, over retries and restarts, since they spend
 * from one purse; what came into the bucket after the plan was made is left alone.
 */
final class RunTask implements RestoreTask {

    private static final Set<String> KNOWN = Set.of("plan", "bucket", "prefix", "made", "days", "tiers", "cap");

    private final ArchiveWalk walk;
    private final ArchiveStaging staging;

    RunTask(ArchiveWalk walk, ArchiveStaging staging) {
        this.walk = walk;
        this.staging = staging;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind("restore-run", true, Role.ROOT);
    }

    /** What is to be done. */
    private record Order(
            BucketName bucket,
            String prefix,
            Instant made,
            int days,
            Map<ArchiveClass, RestoreTier> tiers,
            Purse purse) {

        static Order read(Fields given) {
            Map<ArchiveClass, RestoreTier> tiers = new EnumMap<>(ArchiveClass.class);
            given.texts("tiers")
                    .forEach((name, tier) ->
                            ArchiveClass.of(name).ifPresent(archive -> tiers.put(archive, RestoreTier.of(tier))));
            return new Order(
                    new BucketName(given.require("bucket")),
                    given.text("prefix").orElse(""),
                    given.time("made").orElse(Instant.MAX),
                    PlanTask.days(given.require("days")),
                    tiers,
                    RunTask.purse(given.require("plan"), Amounts.parse(given.require("cap"))));
        }

        /** Whether the plan is about it; a listing tells whole seconds. */
        boolean concerns(S3Object object) {
            return !object.stored().modified().isAfter(made)
                    && RestoreStates.archive(object).filter(tiers::containsKey).isPresent();
        }

        Optional<RestoreTier> tier(S3Object object) {
            return RestoreStates.archive(object).map(tiers::get);
        }
    }

    static Purse purse(String plan, BigDecimal cap) {
        return new Purse("plan " + plan, Optional.of(cap));
    }

    @Override
    public CompletionStage<String> run(String id, String parameters) {
        Order order = Order.read(Fields.read(parameters, KNOWN));
        RunReport report = new RunReport(staging.states());
        return walk.walk(order.bucket(), order.prefix(), page -> restore(order, page, report))
                .thenApply(nothing -> {
                    report.throttled().ifPresent(why -> {
                        throw why;
                    });
                    return Fields.write(
                            report.fields(order.purse(), staging.ledger().spent(order.purse())));
                });
    }

    private CompletionStage<Void> restore(Order order, List<S3Object> page, RunReport report) {
        page.forEach(report::see);
        List<Wanted> wanted = page.stream()
                .filter(order::concerns)
                .filter(report::isArchived)
                .map(RunTask::whole)
                .toList();
        return wanted.isEmpty()
                ? CompletableFuture.completedStage(null)
                : staging.request(wanted, order::tier, order.days(), order.purse())
                        .thenAccept(answers -> report.add(wanted, answers));
    }

    private static Wanted whole(S3Object object) {
        return new Wanted(
                object.stored().key(),
                object.stored().token(),
                new ByteRange(0, object.stored().length()));
    }
}
