package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Priority;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ false '' ''",
                "/b false b ''",
                "/b/ false b ''",
                "/b/k false b k",
                "/b/a/b//c/ false b a/b//c/",
                "/b/a%20b+c%2Bd%3B%25%23 false b 'a b+c+d;%#'",
                "/b/a;b&c=d@e:f false b a;b&c=d@e:f",
                "/b/%C3%A9%E6%97%A5%F0%9F%98%80 false b é日😀",
                "/b/a%2Fb false b a/b",
                "/b/../x false b ../x",
                "/_rest_/job true job ''",
                "/_rest_/job/ true job ''",
                "/_rest_/job/17 true job 17",
                "/_rest_/job/17/ true job 17",
                "/_rest_/object/a/b%2520 true object a/b%20",
                "http://node:80/b/k false b k",
                "http://node:80 false '' ''"
            })
    void decodesWhatARequestIsAbout(String target, boolean rest, String container, String item) {
        Target parsed = Target.parse(target);
        assertThat(parsed.rest()).isEqualTo(rest);
        assertThat(parsed.container()).isEqualTo(container);
        assertThat(parsed.item()).isEqualTo(item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b/k", "*", "/b/%zz", "/b/%C3", "/b?x=%", ""})
    void refusesWhatCannotBeDecoded(String target) {
        assertThatThrownBy(() -> Target.parse(target)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void readsParametersInBothSpellingsWithFlagsAndEscapes() {
        Query query = Target.parse(
                        "/b?max-keys=7&versionId=u&force&Full_Details=&name=%22a+b%26%22&aggregating=TRUE&x=1&x=2")
                .query();
        assertThat(query.number("max_keys")).isEqualTo(OptionalLong.of(7));
        assertThat(query.text("version_id")).contains("u");
        assertThat(query.has("force")).isTrue();
        assertThat(query.isTrue("force")).isTrue();
        assertThat(query.isTrue("full_details")).isTrue();
        assertThat(query.isTrue("aggregating")).isTrue();
        assertThat(query.isTrue("protected")).isFalse();
        assertThat(query.text("name")).contains("\"a b&\"");
        assertThat(query.text("x")).contains("1");
        assertThat(query.text("force")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "99999999999999999999"})
    void refusesWhatIsNoNumber(String value) {
        Query query = Query.parse("offset=" + value);
        assertThatThrownBy(() -> query.number("offset"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("offset");
    }

    @Test
    void refusesWhatIsNoConstantOrFlagAndNamesWhatIsMissing() {
        Query query = Query.parse("priority=soon&force=perhaps");
        assertThatThrownBy(() -> query.oneOf("priority", Priority.class)).hasMessageContaining("soon");
        assertThatThrownBy(() -> query.isTrue("force")).hasMessageContaining("perhaps");
        assertThatThrownBy(() -> query.required("job")).hasMessageContaining("job");
        assertThat(Query.parse("priority=high").oneOf("priority", Priority.class))
                .isEqualTo(Optional.of(Priority.HIGH));
    }
}
