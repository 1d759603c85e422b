package dev.gantry.domain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads reasons as they were written: by name, with their facts. */
public final class WaitFacts {

    private final Map<String, String> facts;

    private WaitFacts(Map<String, String> facts) {
        this.facts = facts;
    }

    /** The reason of that name; {@link InvalidValueException} if there is none, or a fact is missing or no such value. */
    public static Wait read(String reason, Map<String, String> facts) {
        try {
            return new WaitFacts(facts).read(reason);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new InvalidValueException("the facts of " + reason + " cannot be: " + facts, e);
        }
    }

    private Wait read(String reason) {
        return switch (reason) {
            case Wait.Behind.REASON -> new Wait.Behind(number("grants"), Priority.valueOf(get("priority")));
            case Wait.Staging.REASON ->
                new Wait.Staging(
                        get("on"), Optional.ofNullable(facts.get("since")).map(Instant::parse));
            case Wait.Offline.REASON -> new Wait.Offline(List.of(get("media").split(",")));
            case Wait.BreakerOpen.REASON -> new Wait.BreakerOpen(store());
            case Wait.StoreFailed.REASON -> new Wait.StoreFailed(store());
            case Wait.StoreFull.REASON -> new Wait.StoreFull(store(), number("free_bytes"), number("floor_bytes"));
            case Wait.UsedUp.REASON -> new Wait.UsedUp(Permit.valueOf(get("permit")), get("of"));
            case Wait.ClientIdle.REASON ->
                new Wait.ClientIdle(Instant.parse(get("since")), Boolean.parseBoolean(get("granted")));
            case Wait.Unfinished.REASON ->
                new Wait.Unfinished(Math.toIntExact(number("before")), Math.toIntExact(number("most")));
            default -> throw new InvalidValueException("there is no reason to wait named " + reason);
        };
    }

    private StoreId store() {
        return new StoreId(get("store"));
    }

    private long number(String name) {
        return Long.parseLong(get(name));
    }

    private String get(String name) {
        return Optional.ofNullable(facts.get(name))
                .orElseThrow(() -> new InvalidValueException("the fact " + name + " is missing"));
    }

    /** Names and values in turn, in this order. */
    static Map<String, String> of(String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return facts;
    }
}
