package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MediaTest {

    private static final Medium FIRST = new Medium("TEST079L7");
    private static final Medium SECOND = new Medium("TEST080L7");

    @Test
    void barcodeIsWhatALabelCanCarryAndAListCanTellApart() {
        for (String wrong : List.of("", "A B", "A,B", "[A]", "\u00c4", "A\n", "x".repeat(65))) {
            assertThatThrownBy(() -> new Medium(wrong)).isInstanceOf(InvalidValueException.class);
        }
        assertThat(new Medium("x".repeat(64)).toString()).hasSize(64);
    }

    @Test
    void extentsAreInOrderOfMediumThenPosition() {
        ByteRange range = new ByteRange(0, 10);
        Extent near = new Extent(FIRST, 1, range);
        Extent far = new Extent(FIRST, 7, range);
        Extent other = new Extent(SECOND, 0, range);
        assertThat(Stream.of(other, far, near).sorted()).containsExactly(near, far, other);
        assertThatThrownBy(() -> new Extent(FIRST, -1, range)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void offlineNamesEachMediumOnceAndAtLeastOne() {
        assertThat(new Availability.Offline(List.of(SECOND, FIRST, SECOND)).media())
                .containsExactly(FIRST, SECOND);
        assertThatThrownBy(() -> new Availability.Offline(List.of())).isInstanceOf(InvalidValueException.class);
    }
}
