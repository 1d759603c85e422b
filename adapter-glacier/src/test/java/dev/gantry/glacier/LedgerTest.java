package dev.gantry.glacier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.glacier.Reservation.Held;
import dev.gantry.glacier.Reservation.Refused;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Purse PLAN = new Purse("plan one", Optional.of(new BigDecimal("2.5")));

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Ledger ledger;

    private Ledger open(String cap) {
        return open(cap, DurableWrites.DIRECT);
    }

    private Ledger open(String cap, DurableWrites disk) {
        return new Ledger(
                directory.resolve("state/spending.log"),
                disk,
                () -> now,
                Optional.of(cap).filter(text -> !text.isEmpty()).map(BigDecimal::new));
    }

    private static Charge charge(String name, String amount) {
        return new Charge(ObjectKey.of("bucket", name), new VersionToken("t/1"), "Standard", new BigDecimal(amount));
    }

    private Reservation reserve(String name, String amount, Purse purse) {
        return ledger.reserve(List.of(charge(name, amount)), purse).get(0);
    }

    private LedgerLine held(String name, String amount, Purse purse) {
        return ((Held) reserve(name, amount, purse)).line();
    }

    private void restart() {
        ledger.close();
        ledger = open("10");
    }

    @Test
    void nothingIsSpentAboveTheMonthsCapWhateverIsRestarted() {
        ledger = open("10");
        held("a", "6", Purse.STORE);
        restart();
        assertThat(((Refused) reserve("b", "4.000000001", Purse.STORE)).why()).contains("monthly-cap");
        held("b", "4", Purse.STORE);
        restart();
        assertThat(reserve("c", "0.000000001", Purse.STORE)).isInstanceOf(Refused.class);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("10");
        now = Instant.parse("2026-12-01T00:00:00Z");
        held("c", "10", Purse.STORE);
    }

    @Test
    void whatWasRefusedIsGivenBackAndWhatWasTakenIsNot() {
        ledger = open("10");
        ledger.settle(held("a", "6", Purse.STORE), false);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("0");
        ledger.settle(held("a", "6", Purse.STORE), true);
        restart();
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("6");
    }

    @Test
    void planSpendsItsOwnCapOnce() {
        ledger = open("10");
        held("a", "2", PLAN);
        restart();
        assertThat(((Refused) reserve("b", "1", PLAN)).why()).contains("plan's cap of 2.5");
        held("b", "1", Purse.STORE);
        held("c", "0.5", PLAN);
        assertThat(ledger.spent(PLAN)).isEqualByComparingTo("2.5");
    }

    @Test
    void whatNobodySettledIsTakenUpByTheSameRequestWithinADay() {
        ledger = open("10");
        held("a", "6", Purse.STORE);
        restart();
        now = now.plus(Duration.ofHours(23));
        held("a", "6", Purse.STORE);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("6");
        restart();
        now = now.plus(Duration.ofDays(1));
        assertThat(reserve("a", "6", Purse.STORE)).isInstanceOf(Refused.class);
    }

    @Test
    void twoRequestsAtOnceForOneObjectAreTwoCharges() {
        ledger = open("10");
        LedgerLine first = held("a", "3", Purse.STORE);
        LedgerLine second = held("a", "3", Purse.STORE);
        ledger.settle(second, false);
        ledger.settle(first, true);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("3");
    }

    @Test
    void withoutACapOnlyWhatIsFreeGoesOut() {
        ledger = open("");
        held("free", "0", Purse.STORE);
        assertThat(((Refused) reserve("a", "0.01", Purse.STORE)).why()).contains("set monthly-cap");
    }

    @Test
    void lineThatACrashCutIsLeftOut() throws IOException {
        ledger = open("10");
        held("a\nb\t\u00e9", "6", Purse.STORE);
        ledger.close();
        Path file = directory.resolve("state/spending.log");
        Files.writeString(file, "2026-11-22T10:00:00Z\tRESERVED\tstore\t3\tSt", StandardOpenOption.APPEND);
        ledger = open("10");
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("6");
        held("c", "1", Purse.STORE);
        restart();
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("7");
        assertThat(ledger.restore(ObjectKey.of("bucket", "a\nb\t\u00e9"), new VersionToken("t/1")))
                .isPresent();
        assertThat(ledger.restore(ObjectKey.of("bucket", "c"), new VersionToken("t/2")))
                .isEmpty();
    }

    /** Where lines cannot be forced as long as {@code full} says so. */
    private static DurableWrites filling(AtomicBoolean full) {
        return (kind, path, write) -> {
            if (full.get() && path.endsWith("spending.log")) {
                throw new IOException("No space left on device");
            }
            write.perform();
        };
    }

    @Test
    void nothingGoesOutThatCouldNotBeWrittenDownAndNothingIsSpentByIt() {
        AtomicBoolean full = new AtomicBoolean();
        ledger = open("10", filling(full));
        held("before", "4", Purse.STORE);
        full.set(true);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> reserve("a", "6", Purse.STORE))
                    .isInstanceOf(ProviderException.Unavailable.class)
                    .hasMessageContaining("nothing is restored")
                    .hasMessageContaining("No space left");
        }
        full.set(false);
        held("a", "6", Purse.STORE);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("10");
        restart();
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("10");
    }

    @Test
    void whatWasTakenUpIsKeptForTheSameRequestWhenOthersCouldNotBeWrittenDown() {
        ledger = open("10");
        held("a", "6", Purse.STORE);
        ledger.close();
        AtomicBoolean full = new AtomicBoolean(true);
        ledger = open("10", filling(full));
        assertThatThrownBy(() -> ledger.reserve(List.of(charge("a", "6"), charge("b", "1")), Purse.STORE))
                .isInstanceOf(ProviderException.Unavailable.class);
        full.set(false);
        held("a", "6", Purse.STORE);
        held("b", "4", Purse.STORE);
        assertThat(ledger.spentThisMonth()).isEqualByComparingTo("10");
    }
}
