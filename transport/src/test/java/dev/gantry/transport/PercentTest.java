package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {

    @ParameterizedTest
    @CsvSource({
        "a b,a%20b,a%20b",
        "a+b,a%2Bb,a%2Bb",
        "a;b,a%3Bb,a%3Bb",
        "a%b#?,a%25b%23%3F,a%25b%23%3F",
        "-._~!$()*@/,-._~!$()*@/,-._~!$()*@/",
        "&=:,&=:,%26%3D%3A",
        "é日😀,%C3%A9%E6%97%A5%F0%9F%98%80,%C3%A9%E6%97%A5%F0%9F%98%80"
    })
    void encodesAsTheSdkDoesAndDecodesToTheSame(String text, String path, String query) {
        assertThat(Percent.encodePath(text)).isEqualTo(path);
        assertThat(Percent.encodeQuery(text)).isEqualTo(query);
        assertThat(Percent.decodePath(path)).isEqualTo(text);
        assertThat(Percent.decodeQuery(query)).isEqualTo(text);
    }

    @Test
    void aPlusIsASpaceOnlyInAQuery() {
        assertThat(Percent.decodePath("a+b")).isEqualTo("a+b");
        assertThat(Percent.decodeQuery("a+b")).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "a%zz", "%C3", "%FF%FE", "%ED%A0%80", "%+1"})
    void refusesWhatIsNoPercentEncodedUtf8(String encoded) {
        assertThatThrownBy(() -> Percent.decodePath(encoded)).isInstanceOf(InvalidValueException.class);
    }
}
