package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prices as a file tells them, each with when and where it was taken (docs/glacier.md, Prices). A price that is not in it
 * is not known, and is never taken for zero.
 */
final class PriceTable {

    private static final String BUILT_IN = "prices.txt";
    private static final long MAX_BYTES = 1 << 20;
    private static final int COLUMNS = 7;

    /** What is paid for. */
    enum Item {
        /** A thousand restore requests. */
        REQUEST,
        /** A GB (2^30 bytes) restored. */
        RETRIEVAL,
        /** A GB of a restored copy for a month of 30 days. */
        COPY
    }

    /** One figure, in the table's currency. */
    record Price(BigDecimal amount, LocalDate taken, String source) {}

    private record Key(String region, ArchiveClass storageClass, RestoreTier tier, Item item) {}

    private final String origin;
    private final Map<Key, Price> prices = new HashMap<>();
    private String currency = "";

    private PriceTable(String origin) {
        this.origin = origin;
    }

    /** The table that comes with Gantry. */
    static PriceTable builtIn() {
        try (InputStream in = PriceTable.class.getResourceAsStream(BUILT_IN)) {
            return parse("built in", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table of the user's; {@link InvalidValueException} telling the line that is wrong. */
    static PriceTable read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidValueException("the price table " + file + " has more than " + MAX_BYTES + " bytes");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidValueException("the price table " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static PriceTable parse(String origin, String text) {
        PriceTable table = new PriceTable(origin);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            table.line(i + 1, lines.get(i).strip());
        }
        if (table.currency.isEmpty()) {
            throw new InvalidValueException(
                    "the price table " + origin + " names no currency: it lacks a line such as currency USD");
        }
        return table;
    }

    private void line(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] columns = line.split("\\s+");
        try {
            if (columns[0].equals("currency") && columns.length == 2) {
                currency = columns[1];
            } else {
                price(columns);
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new InvalidValueException(
                    "line " + number + " of the price table " + origin + " is wrong: " + e.getMessage(), e);
        }
    }

    private void price(String[] columns) {
        if (columns.length != COLUMNS) {
            throw new InvalidValueException("it has " + columns.length + " columns, not the " + COLUMNS
                    + ": region, class, tier, item, price, date, source");
        }
        BigDecimal amount = new BigDecimal(columns[4]);
        if (amount.signum() < 0) {
            throw new InvalidValueException("a price is not negative");
        }
        Key key = new Key(
                columns[0],
                ArchiveClass.valueOf(columns[1]),
                RestoreTier.of(columns[2]),
                Item.valueOf(columns[3].toUpperCase(Locale.ROOT)));
        if (prices.put(key, new Price(amount, LocalDate.parse(columns[5]), columns[6])) != null) {
            throw new InvalidValueException("the same price stands in a line above");
        }
    }

    String currency() {
        return currency;
    }

    Optional<Price> find(String region, ArchiveClass storageClass, RestoreTier tier, Item item) {
        return Optional.ofNullable(prices.get(new Key(region, storageClass, tier, item)));
    }

    /** The price; {@link InvalidValueException} naming what is missing. */
    Price require(String region, ArchiveClass storageClass, RestoreTier tier, Item item) {
        return find(region, storageClass, tier, item)
                .orElseThrow(() -> new InvalidValueException("the price table (" + origin + ") has no price of "
                        + item.name().toLowerCase(Locale.ROOT) + " for " + storageClass + " " + tier + " in "
                        + region
                        + "; add a line with it, its date and its source to a table of your own, and name that by the"
                        + " store's setting prices"));
    }
}
