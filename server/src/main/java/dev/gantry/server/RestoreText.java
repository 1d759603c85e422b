package dev.gantry.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the tasks around restores say, for people; and the order that follows from a plan. */
final class RestoreText {

    private static final String[] STATES = {"online", "restored", "restoring", "archived"};

    private RestoreText() {}

    static String plan(Map<String, Object> plan) {
        List<String> lines = new ArrayList<>(List.of("plan " + plan.get("plan"), states(plan)));
        String currency = plan.get("currency").toString();
        maps(plan.get("classes")).forEach(one -> {
            lines.add(one.get("class") + ": " + one.get("objects") + " objects, " + bytes(one));
            maps(one.get("options"))
                    .map(option -> "  " + (option.get("tier").equals(one.get("tier")) ? "* " : "  ")
                            + "%-10s ready about %s  %s %s (requests %s, retrieval %s, %s days of storage %s)"
                                    .formatted(
                                            option.get("tier"),
                                            option.get("ready"),
                                            option.get("cost"),
                                            currency,
                                            option.get("requests"),
                                            option.get("retrieval"),
                                            plan.get("days"),
                                            option.get("storage")))
                    .forEach(lines::add);
        });
        lines.add(
                plan.containsKey("infeasible")
                        ? "not feasible: " + plan.get("infeasible")
                        : "cost " + plan.get("cost") + " " + currency
                                + (plan.containsKey("ready") ? ", all there about " + plan.get("ready") : ""));
        return String.join(System.lineSeparator(), lines);
    }

    private static String states(Map<String, Object> fields) {
        return Stream.of(STATES)
                .map(state -> {
                    Map<String, Object> counted = map(fields.get(state));
                    return counted.get("objects") + " " + state + " (" + bytes(counted) + ")";
                })
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private static String bytes(Map<String, Object> counted) {
        return Sizes.bytes(((Number) counted.get("bytes")).longValue());
    }

    /** What is asked of the store: the chosen tier for each class, under the plan's cap or else its cost. */
    static Map<String, Object> order(String id, Map<String, Object> plan) {
        Map<String, Object> tiers = new LinkedHashMap<>();
        maps(plan.get("classes"))
                .forEach(one ->
                        tiers.put(one.get("class").toString(), one.get("tier").toString()));
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("plan", id);
        order.put("bucket", plan.get("bucket"));
        order.put("prefix", plan.get("prefix"));
        order.put("made", plan.get("made"));
        order.put("days", plan.get("days"));
        order.put("tiers", tiers);
        order.put("cap", plan.getOrDefault("maxCost", plan.get("cost")));
        return order;
    }

    static String run(Map<String, Object> run) {
        String text = "%s requested, %s restoring already, %s online, %s above the cap, %s failed; spent %s of %s"
                .formatted(
                        run.get("requested"),
                        run.get("restoring"),
                        run.get("online"),
                        run.get("overCap"),
                        run.get("failed"),
                        run.get("spent"),
                        run.get("cap"));
        return maps(run.get("failures"))
                .map(failure -> failure.get("name") + ": " + failure.get("reason"))
                .reduce(text, (a, b) -> a + System.lineSeparator() + b);
    }

    static String status(Map<String, Object> status) {
        String cap = status.containsKey("monthlyCap") ? " of " + status.get("monthlyCap") : "";
        String plan = status.containsKey("spentByPlan") ? ", by the plan " + status.get("spentByPlan") : "";
        return states(status) + System.lineSeparator() + "spent this month " + status.get("spentThisMonth") + cap + " "
                + status.get("currency") + plan;
    }

    @SuppressWarnings("unchecked") // what Jackson makes of a JSON object
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Stream<Map<String, Object>> maps(Object value) {
        return ((List<?>) value).stream().map(RestoreText::map);
    }
}
