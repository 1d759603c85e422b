package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "..", "/", "a//b", "a/", "\u00e4\ud83d\ude00", " ", "a\nb", "+;%?#"})
    void anyNameThatXmlCanCarryIsLegal(String name) {
        assertThat(new ObjectName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000", "\u0001", "\ud83d", "\uffff"})
    void namesThatXmlCannotCarryAreRefused(String name) {
        assertThatThrownBy(() -> new ObjectName(name)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aNameHasAtMost1024BytesOfUtf8() {
        assertThat(new ObjectName("\u00e4".repeat(512)).utf8()).hasSize(1024);
        assertThatThrownBy(() -> new ObjectName("\u00e4".repeat(513)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("1026");
    }

    @Test
    void namesAreOrderedByTheirBytes() {
        assertThat(new ObjectName("\uffee")).isLessThan(new ObjectName("\ud83d\ude00"));
        assertThat(new ObjectName("a/")).isGreaterThan(new ObjectName("a."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "_rest_", "a b", "a/b", "\u00e4"})
    void bucketNamesKeepToTheContract(String name) {
        assertThatThrownBy(() -> new BucketName(name)).isInstanceOf(InvalidValueException.class);
    }
}
