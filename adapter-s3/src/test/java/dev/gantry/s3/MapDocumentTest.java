package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapDocumentTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("jarContentId", "a&b<c>\"d\"'e'/\u00fc\ud83d\ude00 x.jar");
        map.put("empty", "");

        assertThat(MapDocument.read(MapDocument.write(map))).containsExactlyEntriesOf(map);
        assertThat(MapDocument.read(MapDocument.write(Map.of()))).isEmpty();
    }

    @Test
    void aMapLooksLikeXStreams() {
        assertThat(MapDocument.write(Map.of("results", "success")))
                .isEqualTo(
                        "<map>\n  <entry>\n    <string>results</string>\n    <string>success</string>\n  </entry>\n</map>");
    }

    @Test
    void charactersThatXmlCannotCarryDoNotBreakTheAnswer() {
        assertThat(MapDocument.read(MapDocument.write(Map.of("a", "x\u0001\ud800y"))))
                .containsEntry("a", "x??y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<list/>",
                "<map><entry><string>a</string></entry></map>",
                "<map><entry><string>a</string><string>b</string><string>c</string></entry></map>",
                "<map><entry><string>a</string><int>1</int></entry></map>",
                "<map><entry><string>a</string><string>1</string></entry><entry><string>a</string><string>2</string></entry></map>",
                "<map><entry><string>a</string><string><b/></string></entry></map>",
                "<map><entry>",
                "<map/><map/>",
                "<!DOCTYPE map [<!ENTITY x \"y\">]><map><entry><string>a</string><string>&x;</string></entry></map>",
                "<!DOCTYPE map SYSTEM \"file:///etc/passwd\"><map/>",
                "<map><entry><string>a</string><string>&x;</string></entry></map>"
            })
    void whatIsNoMapIsRefused(String text) {
        assertThatThrownBy(() -> MapDocument.read(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void sizesHaveLimits() {
        String entry = "<entry><string>%s</string><string>v</string></entry>";
        StringBuilder many = new StringBuilder("<map>");
        for (int i = 0; i < 101; i++) {
            many.append(entry.formatted("name" + i));
        }

        assertThatThrownBy(() -> MapDocument.read(many + "</map>"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("more than 100 entries");
        assertThatThrownBy(() -> MapDocument.read("<map>" + entry.formatted("x".repeat(20_000)) + "</map>"))
                .isInstanceOf(InvalidValueException.class);
    }
}
