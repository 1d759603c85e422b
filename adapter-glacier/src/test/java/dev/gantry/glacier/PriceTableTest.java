package dev.gantry.glacier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.glacier.PriceTable.Item;
import dev.gantry.glacier.PriceTable.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceTableTest {

    private static final String LINE = "us-east-1 GLACIER Standard request 0.05 2026-11-22 somewhere";

    @Test
    void everyTierOfEveryClassHasItsPriceWithDateAndSource() {
        PriceTable table = PriceTable.builtIn();
        for (ArchiveClass storageClass : ArchiveClass.values()) {
            for (RestoreTier tier : storageClass.tiers()) {
                for (Item item : Item.values()) {
                    Price price = table.require("us-east-1", storageClass, tier, item);
                    assertThat(price.taken()).isAfter(LocalDate.parse("2026-01-01"));
                    assertThat(price.source()).isNotEmpty();
                }
            }
        }
        assertThat(table.currency()).isEqualTo("USD");
    }

    @Test
    void tableOfTheUsersCountsAlone(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.txt"), "# mine\ncurrency EUR\n" + LINE + "\n");
        PriceTable table = PriceTable.read(file);
        assertThat(table.currency()).isEqualTo("EUR");
        assertThat(table.require("us-east-1", ArchiveClass.GLACIER, RestoreTier.STANDARD, Item.REQUEST)
                        .amount())
                .isEqualByComparingTo("0.05");
        assertThatThrownBy(() -> table.require("us-east-1", ArchiveClass.GLACIER, RestoreTier.STANDARD, Item.RETRIEVAL))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("retrieval for GLACIER Standard in us-east-1");
    }

    @Test
    void wrongLineIsNamed() {
        for (String wrong : new String[] {
            "us-east-1 GLACIER Standard request -1 2026-11-22 x",
            "us-east-1 GLACIER Standard request 1 yesterday x",
            "us-east-1 GLACIER Standard request 1 2026-11-22",
            "us-east-1 COLD Standard request 1 2026-11-22 x",
            "us-east-1 GLACIER Slow request 1 2026-11-22 x",
            "us-east-1 GLACIER Standard tip 1 2026-11-22 x"
        }) {
            assertThatThrownBy(() -> PriceTable.parse("mine", "currency USD\n" + wrong))
                    .as(wrong)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("line 2 of the price table mine");
        }
        assertThatThrownBy(() -> PriceTable.parse("mine", "currency USD\n" + LINE + "\n" + LINE))
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> PriceTable.parse("mine", LINE)).hasMessageContaining("currency");
    }
}
