package dev.gantry.glacier;

import dev.gantry.glacier.Prices.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses a tier for each class: the cheapest that is there in time, of equal ones the faster. What the classes cost adds
 * up and nothing else joins them, so that the cheapest of each is the cheapest of all.
 */
final class Planner {

    /** Larger objects are restored at this rate when Expedited, in bytes a second (docs/glacier.md, Tiers). */
    private static final long EXPEDITED_RATE = 300L << 20;

    private static final long EXPEDITED_LARGE = 250L << 20;

    private final Prices prices;

    Planner(Prices prices) {
        this.prices = prices;
    }

    /**
     * What is wished for.
     *
     * @param days how long the copies are to stay
     * @param by until when everything is to be there
     * @param maxCost the most that may be spent
     */
    record Wish(Instant now, int days, Optional<Instant> by, Optional<BigDecimal> maxCost) {}

    /** One tier for one class. */
    record Option(RestoreTier tier, Instant ready, Cost cost) {}

    /** Every option of one class, and the chosen one unless none is there in time. */
    record ClassPlan(Demand demand, List<Option> options, Optional<Option> chosen) {

        Instant earliest() {
            return options.stream()
                    .map(Option::ready)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /**
     * The whole.
     *
     * @param infeasible why it cannot be done as wished; empty if it can
     */
    record Plan(Map<ArchiveClass, ClassPlan> classes, Optional<String> infeasible) {

        BigDecimal total() {
            return classes.values().stream()
                    .flatMap(plan -> plan.chosen().stream())
                    .map(option -> option.cost().total())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        Optional<Instant> ready() {
            return classes.values().stream()
                    .flatMap(plan -> plan.chosen().stream())
                    .map(Option::ready)
                    .max(Comparator.naturalOrder());
        }
    }

    /** Fails with {@link dev.gantry.domain.InvalidValueException} where a price is not known. */
    Plan plan(Map<ArchiveClass, Demand> demands, Wish wish) {
        Map<ArchiveClass, ClassPlan> classes = new TreeMap<>();
        demands.forEach((storageClass, demand) -> {
            if (!demand.isEmpty()) {
                classes.put(storageClass, plan(storageClass, demand, wish));
            }
        });
        return new Plan(classes, infeasible(new Plan(classes, Optional.empty()), wish));
    }

    private ClassPlan plan(ArchiveClass storageClass, Demand demand, Wish wish) {
        List<Option> options = storageClass.tiers().stream()
                .map(tier -> new Option(
                        tier,
                        wish.now().plus(latency(storageClass, tier, demand)),
                        prices.restore(storageClass, tier, demand.objects(), demand.bytes(), wish.days())))
                .toList();
        Optional<Option> chosen = options.stream()
                .filter(option -> wish.by().filter(option.ready()::isAfter).isEmpty())
                .min(Comparator.<Option, BigDecimal>comparing(o -> o.cost().total())
                        .thenComparing(Option::ready));
        return new ClassPlan(demand, options, chosen);
    }

    private static Duration latency(ArchiveClass storageClass, RestoreTier tier, Demand demand) {
        Duration latency = storageClass.latency(tier);
        boolean slower = tier == RestoreTier.EXPEDITED && demand.largest() >= EXPEDITED_LARGE;
        return slower ? latency.plusSeconds(demand.largest() / EXPEDITED_RATE) : latency;
    }

    private Optional<String> infeasible(Plan plan, Wish wish) {
        List<String> late = new ArrayList<>();
        plan.classes().forEach((storageClass, one) -> {
            if (one.chosen().isEmpty()) {
                late.add("no tier of " + storageClass + " is there by "
                        + wish.by().orElseThrow() + "; the earliest possible is about " + one.earliest());
            }
        });
        if (!late.isEmpty()) {
            return Optional.of(String.join("; ", late));
        }
        return wish.maxCost()
                .filter(cap -> plan.total().compareTo(cap) > 0)
                .map(cap -> "the cheapest way "
                        + wish.by().map(by -> "to be there by " + by + " ").orElse("") + "costs "
                        + Amounts.text(plan.total()) + " " + prices.currency() + ", more than " + Amounts.text(cap));
    }
}
