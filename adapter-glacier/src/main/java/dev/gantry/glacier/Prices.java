package dev.gantry.glacier;

import dev.gantry.glacier.PriceTable.Item;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What restores cost in one region. Amounts of many objects are rounded up to a billionth of the currency, those of one
 * object down to a thousandth of that: so what is charged for each never adds up to more than what a plan says of all.
 */
final class Prices {

    private static final int SCALE = 9;
    private static final int SCALE_OF_ONE = 12;
    private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);
    private static final BigDecimal REQUESTS = BigDecimal.valueOf(1000);
    private static final BigDecimal MONTH = BigDecimal.valueOf(30);

    private final PriceTable table;
    private final String region;

    Prices(PriceTable table, String region) {
        this.table = table;
        this.region = region;
    }

    String currency() {
        return table.currency();
    }

    /** What a restore consists of, for the eyes of whoever pays. */
    record Cost(BigDecimal requests, BigDecimal retrieval, BigDecimal storage) {

        BigDecimal total() {
            return requests.add(retrieval).add(storage);
        }
    }

    /** Of so many objects with so many bytes together, kept for so many days. */
    Cost restore(ArchiveClass storageClass, RestoreTier tier, long objects, long bytes, int days) {
        return new Cost(
                rounded(objects, requests(storageClass, tier, objects)),
                rounded(objects, price(storageClass, tier, Item.RETRIEVAL, gigabytes(bytes))),
                rounded(objects, storage(storageClass, tier, bytes, days)));
    }

    private static BigDecimal rounded(long objects, BigDecimal amount) {
        return objects == 1
                ? amount.setScale(SCALE_OF_ONE, RoundingMode.DOWN)
                : amount.setScale(SCALE, RoundingMode.UP);
    }

    /** Of keeping what is restored for so many days more. */
    BigDecimal renewal(ArchiveClass storageClass, long bytes, int days) {
        return rounded(
                1,
                requests(storageClass, RestoreTier.BULK, 1).add(storage(storageClass, RestoreTier.BULK, bytes, days)));
    }

    private BigDecimal requests(ArchiveClass storageClass, RestoreTier tier, long objects) {
        return price(
                storageClass, tier, Item.REQUEST, BigDecimal.valueOf(objects).divide(REQUESTS));
    }

    private BigDecimal storage(ArchiveClass storageClass, RestoreTier tier, long bytes, int days) {
        return price(
                storageClass,
                tier,
                Item.COPY,
                gigabytes(bytes).multiply(BigDecimal.valueOf(days)).divide(MONTH, MathContext.DECIMAL128));
    }

    private static BigDecimal gigabytes(long bytes) {
        return BigDecimal.valueOf(bytes).divide(GB, MathContext.DECIMAL128);
    }

    private BigDecimal price(ArchiveClass storageClass, RestoreTier tier, Item item, BigDecimal units) {
        return table.require(region, storageClass, tier, item).amount().multiply(units);
    }
}
