package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    @Test
    void writesUtcWithMilliseconds() {
        assertThat(Dates.format(Instant.parse("2015-10-07T22:33:17Z"))).isEqualTo("2015-10-07T22:33:17.000Z");
        assertThat(Dates.format(Instant.parse("2015-10-07T22:33:17.123456Z"))).isEqualTo("2015-10-07T22:33:17.123Z");
        assertThat(Dates.header(Instant.parse("2026-11-01T07:03:07.9Z"))).isEqualTo("Sun, 01 Nov 2026 07:03:07 GMT");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000,2023-11-14T22:13:20Z",
        "99999999999,5138-11-16T09:46:39Z",
        "1700000000123,2023-11-14T22:13:20.123Z",
        "100000000000,1973-03-03T09:46:40Z",
        "2015-10-07T22:33:17.000Z,2015-10-07T22:33:17Z",
        "2015-10-07T22:33:17+02:00,2015-10-07T20:33:17Z"
    })
    void readsSecondsMillisecondsAndIsoDates(String text, Instant instant) {
        assertThat(Dates.parseParameter(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "123456789012345",
                "21.11.2026",
                "+999999999-01-01T00:00:00Z",
                "1900-01-01T00:00:00Z"
            })
    void refusesWhatIsNoDateOrBeyondWhatDocumentsHold(String text) {
        assertThatThrownBy(() -> Dates.parseParameter(text)).isInstanceOf(InvalidValueException.class);
    }
}
