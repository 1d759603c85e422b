package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a store as flat text: those of restores, and what is left for S3 (docs/glacier.md, Settings). */
final class GlacierConfiguration {

    private static final Set<String> OWN =
            Set.of("tier", "keep", "poll", "monthly-cap", "prices", "duplicate-restores", "rate");

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(s|seconds?|m|minutes?|h|hours?|d|days?)");

    private final StoreId store;
    private final Map<String, String> settings;

    GlacierConfiguration(StoreId store, Map<String, String> settings) {
        this.store = store;
        this.settings = Map.copyOf(settings);
    }

    /** What is not about restores. */
    Map<String, String> others() {
        Map<String, String> others = new HashMap<>(settings);
        others.keySet().removeAll(OWN);
        return others;
    }

    private <T> Optional<T> read(String key, Function<String, T> reader) {
        try {
            return Optional.ofNullable(settings.get(key))
                    .filter(text -> !text.isBlank())
                    .map(reader);
        } catch (InvalidValueException | InvalidPathException e) {
            throw new InvalidValueException(
                    "store " + store + ": the setting " + key + " is wrong: " + e.getMessage(), e);
        }
    }

    /** {@link InvalidValueException} naming the one that is wrong. Reads the price table. */
    GlacierSettings settings() {
        try {
            return new GlacierSettings(
                    read("tier", RestoreTier::of).orElse(RestoreTier.STANDARD),
                    read("keep", GlacierConfiguration::time).orElse(Duration.ofDays(3)),
                    read("poll", GlacierConfiguration::time).orElse(Duration.ofMinutes(1)),
                    read("monthly-cap", Amounts::parse),
                    read("prices", Path::of).map(PriceTable::read).orElseGet(PriceTable::builtIn),
                    read("duplicate-restores", GlacierConfiguration::isClash).orElse(false),
                    read("rate", GlacierConfiguration::count).orElse(GlacierSettings.USUAL_RATE));
        } catch (InvalidValueException e) {
            throw new InvalidValueException("store " + store + ": " + e.getMessage(), e);
        }
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidValueException("it is a whole number, not " + text, e);
        }
    }

    private static boolean isClash(String text) {
        return switch (text) {
            case "409" -> true;
            case "200" -> false;
            default -> throw new InvalidValueException("it is 200 or 409, not " + text);
        };
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InvalidValueException("a time is written like 3 days or 10 minutes, not " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
