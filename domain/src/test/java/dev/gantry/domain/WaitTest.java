package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitTest {

    private static final Instant THEN = Instant.parse("2026-03-04T05:06:07.008Z");
    private static final StoreId STORE = new StoreId("tapes");

    private static final List<Wait> ALL = List.of(
            new Wait.Behind(35, Priority.LOW),
            new Wait.Staging("TAPE01", Optional.of(THEN)),
            new Wait.Staging("DEEP_ARCHIVE", Optional.empty()),
            new Wait.Offline(List.of("TAPE01", "TAPE02")),
            new Wait.BreakerOpen(STORE),
            new Wait.StoreFailed(STORE),
            new Wait.StoreFull(STORE, 17, 1 << 20),
            new Wait.UsedUp(Permit.MONEY, "store tapes"),
            new Wait.ClientIdle(THEN, true),
            new Wait.Unfinished(70, 64));

    @Test
    void everyReasonIsReadAsItWasWritten() {
        for (Class<?> kind : Wait.class.getPermittedSubclasses()) {
            assertThat(ALL).anyMatch(kind::isInstance);
        }
        for (Wait wait : ALL) {
            assertThat(WaitFacts.read(wait.reason(), wait.facts())).isEqualTo(wait);
        }
    }

    @Test
    void factsThatCannotBeAreRefused() {
        for (Wait wait : ALL) {
            assertThatThrownBy(() -> WaitFacts.read(wait.reason(), Map.of())).isInstanceOf(InvalidValueException.class);
        }
        assertThatThrownBy(() -> WaitFacts.read("boredom", Map.of())).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> WaitFacts.read("behind", Map.of("grants", "-1", "priority", "LOW")))
                .isInstanceOf(InvalidValueException.class);
    }
}
