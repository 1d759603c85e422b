package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

    private static final ByteRange BLOB = new ByteRange(100, 50);

    private static String resolve(String header, ByteRange within) {
        return Ranges.contentRange(Ranges.resolve(Ranges.parse(Optional.of(header)), within), 150);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "bytes=100-149 100-149",
                "bytes=100-100 100-100",
                "bytes=110- 110-149",
                "bytes=-7 143-149",
                "bytes=-700 100-149",
                "bytes=120-900 120-149",
                "BYTES=120-121 120-121",
                "bytes=130-139,100-109 130-139,100-109",
                "bytes=130-139,900-901 130-139"
            })
    void readsPositionsOfTheWholeObjectWithinTheBlob(String header, String parts) {
        assertThat(resolve(header, BLOB)).isEqualTo("bytes " + parts + "/150");
    }

    @Test
    void allowsSpacesAndEmptyElements() {
        assertThat(resolve("bytes= 100-101 ,, 105-106,", BLOB)).isEqualTo("bytes 100-101,105-106/150");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=,", "", "lines=1-2", "bytes=a-b", "bytes=5", "bytes=-", "bytes=1--2"})
    void anEmptyOrStrangeSetAsksForEverything(String header) {
        assertThat(Ranges.parse(Optional.of(header))).isEmpty();
        assertThat(Ranges.resolve(List.of(), BLOB)).isEmpty();
    }

    @Test
    void noHeaderAsksForEverything() {
        assertThat(Ranges.parse(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-99", "bytes=150-", "bytes=120-110", "bytes=-0"})
    void refusesWhatLiesOutside(String header) {
        assertThatThrownBy(() -> resolve(header, BLOB))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.problem()).isEqualTo(Problem.RANGE_NOT_SATISFIABLE));
    }

    @Test
    void refusesAnythingOfAnEmptyObject() {
        assertThatThrownBy(() -> resolve("bytes=0-", new ByteRange(0, 0))).isInstanceOf(ApiException.class);
    }

    @Test
    void refusesMoreThanAThousandRanges() {
        String header = "bytes=" + "0-0,".repeat(1001);
        assertThatThrownBy(() -> Ranges.parse(Optional.of(header))).hasMessageContaining("1000");
    }
}
