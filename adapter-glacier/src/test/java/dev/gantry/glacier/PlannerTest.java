package dev.gantry.glacier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.glacier.Planner.ClassPlan;
import dev.gantry.glacier.Planner.Option;
import dev.gantry.glacier.Planner.Plan;
import dev.gantry.glacier.Planner.Wish;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Prices PRICES = new Prices(PriceTable.builtIn(), "us-east-1");

    private final Planner planner = new Planner(PRICES);

    private static Wish wish(Optional<Duration> within, Optional<String> cap) {
        return new Wish(NOW, 3, within.map(NOW::plus), cap.map(BigDecimal::new));
    }

    private static Map<ArchiveClass, Demand> demand(ArchiveClass storageClass, long objects, long bytes) {
        return Map.of(storageClass, new Demand(objects, bytes, bytes / Math.max(1, objects)));
    }

    private RestoreTier chosen(ArchiveClass storageClass, Optional<Duration> within) {
        Plan plan = planner.plan(demand(storageClass, 1000, 100L << 30), wish(within, Optional.empty()));
        return plan.classes().get(storageClass).chosen().orElseThrow().tier();
    }

    @Test
    void theCheapestTierThatIsThereInTimeIsChosen() {
        assertThat(chosen(ArchiveClass.GLACIER, Optional.empty())).isEqualTo(RestoreTier.BULK);
        assertThat(chosen(ArchiveClass.GLACIER, Optional.of(Duration.ofHours(12))))
                .isEqualTo(RestoreTier.BULK);
        assertThat(chosen(ArchiveClass.GLACIER, Optional.of(Duration.ofHours(6))))
                .isEqualTo(RestoreTier.STANDARD);
        assertThat(chosen(ArchiveClass.GLACIER, Optional.of(Duration.ofHours(1))))
                .isEqualTo(RestoreTier.EXPEDITED);
        assertThat(chosen(ArchiveClass.DEEP_ARCHIVE, Optional.of(Duration.ofHours(13))))
                .isEqualTo(RestoreTier.STANDARD);
    }

    @Test
    void costIsRequestsRetrievalAndTheCopy() {
        Plan plan = planner.plan(
                demand(ArchiveClass.DEEP_ARCHIVE, 10_000, 1000L << 30),
                wish(Optional.of(Duration.ofHours(12)), Optional.empty()));
        Option option = plan.classes().get(ArchiveClass.DEEP_ARCHIVE).chosen().orElseThrow();
        assertThat(option.cost().requests()).isEqualByComparingTo("1.00");
        assertThat(option.cost().retrieval()).isEqualByComparingTo("20");
        assertThat(option.cost().storage()).isEqualByComparingTo("2.3");
        assertThat(plan.total()).isEqualByComparingTo("23.3");
        assertThat(plan.ready()).contains(NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void whatCannotBeThereInTimeSaysTheEarliestPossible() {
        Plan plan = planner.plan(
                demand(ArchiveClass.DEEP_ARCHIVE, 1, 1), wish(Optional.of(Duration.ofHours(11)), Optional.empty()));
        assertThat(plan.infeasible().orElseThrow())
                .contains("DEEP_ARCHIVE")
                .contains("earliest possible is about 2026-11-22T22:00:00Z");
    }

    @Test
    void whatCostsMoreThanTheCapSaysTheLeastCost() {
        Plan plan = planner.plan(
                demand(ArchiveClass.DEEP_ARCHIVE, 10_000, 1000L << 30),
                wish(Optional.of(Duration.ofHours(12)), Optional.of("23.29")));
        assertThat(plan.infeasible().orElseThrow()).contains("23.3000 USD").contains("23.2900");
        assertThat(planner.plan(
                                demand(ArchiveClass.DEEP_ARCHIVE, 10_000, 1000L << 30),
                                wish(Optional.of(Duration.ofHours(12)), Optional.of("23.3")))
                        .infeasible())
                .isEmpty();
    }

    @Test
    void largeObjectsTakeExpeditedLonger() {
        Map<ArchiveClass, Demand> large = Map.of(ArchiveClass.GLACIER, new Demand(1, 300L << 30, 300L << 30));
        ClassPlan plan = planner.plan(large, wish(Optional.empty(), Optional.empty()))
                .classes()
                .get(ArchiveClass.GLACIER);
        assertThat(plan.earliest()).isEqualTo(NOW.plus(Duration.ofMinutes(5)).plusSeconds(1024));
    }

    @Test
    void unknownPriceIsAnErrorThatNamesIt() {
        Planner elsewhere = new Planner(new Prices(PriceTable.builtIn(), "mars-north-1"));
        assertThatThrownBy(() ->
                        elsewhere.plan(demand(ArchiveClass.GLACIER, 1, 1), wish(Optional.empty(), Optional.empty())))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("GLACIER")
                .hasMessageContaining("mars-north-1")
                .hasMessageContaining("setting prices");
    }

    /** Every way to give each class one of its tiers, and of those in time and within the cap the least cost. */
    private static Optional<BigDecimal> bruteForce(Map<ArchiveClass, Demand> demands, Wish wish) {
        List<List<RestoreTier>> ways = List.of(List.of());
        List<ArchiveClass> classes = List.copyOf(demands.keySet());
        for (ArchiveClass storageClass : classes) {
            List<List<RestoreTier>> longer = new ArrayList<>();
            for (List<RestoreTier> way : ways) {
                for (RestoreTier tier : storageClass.tiers()) {
                    List<RestoreTier> more = new ArrayList<>(way);
                    more.add(tier);
                    longer.add(more);
                }
            }
            ways = longer;
        }
        return ways.stream()
                .filter(way -> isInTime(classes, way, wish))
                .map(way -> cost(classes, way, demands, wish))
                .filter(cost ->
                        wish.maxCost().filter(cap -> cost.compareTo(cap) > 0).isEmpty())
                .min(BigDecimal::compareTo);
    }

    private static boolean isInTime(List<ArchiveClass> classes, List<RestoreTier> way, Wish wish) {
        for (int i = 0; i < way.size(); i++) {
            Instant ready = NOW.plus(classes.get(i).latency(way.get(i)));
            if (wish.by().filter(ready::isAfter).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal cost(
            List<ArchiveClass> classes, List<RestoreTier> way, Map<ArchiveClass, Demand> demands, Wish wish) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < way.size(); i++) {
            Demand demand = demands.get(classes.get(i));
            sum = sum.add(PRICES.restore(classes.get(i), way.get(i), demand.objects(), demand.bytes(), wish.days())
                    .total());
        }
        return sum;
    }

    @Test
    void noWayIsCheaperThanThePlan() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Map<ArchiveClass, Demand> demands = new EnumMap<>(ArchiveClass.class);
            for (ArchiveClass storageClass : ArchiveClass.values()) {
                if (random.nextBoolean()) {
                    long objects = 1 + random.nextInt(5000);
                    demands.put(storageClass, new Demand(objects, objects * (1L + random.nextInt(100 << 20)), 1));
                }
            }
            Wish wish = wish(
                    random.nextBoolean() ? Optional.of(Duration.ofMinutes(random.nextInt(60 * 50))) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(String.valueOf(random.nextInt(40))) : Optional.empty());
            Plan plan = planner.plan(demands, wish);
            Optional<BigDecimal> best = bruteForce(demands, wish);
            assertThat(plan.infeasible().isEmpty())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(best.isPresent());
            best.ifPresent(cost -> assertThat(plan.total()).as("seed %d", seed).isEqualByComparingTo(cost));
        }
    }
}
