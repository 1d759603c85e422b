package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Page;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {

    private static final List<Long> SEVEN = LongStream.range(0, 7).boxed().toList();

    private static Page<Long> page(String query) {
        return Paging.of(SEVEN, Query.parse(query), number -> new UUID(0, number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|[0, 1, 2, 3, 4, 5, 6]|0",
                "page_length=3|[0, 1, 2]|4",
                "page_length=3&page_offset=2|[2, 3, 4]|2",
                "page_length=3&page_offset=6|[6]|0",
                "page_offset=9|[]|0",
                "page_length=3&last_page|[6]|0",
                "page_length=2&page_start_marker=00000000-0000-0000-0000-000000000003|[4, 5]|1",
                "page_length=9223372036854775807&page_offset=9223372036854775807|[]|0"
            })
    void cutsByItemsAndCountsWhatIsLeft(String query, String items, String left) {
        Page<Long> page = page(query == null ? "" : query);
        assertThat(page.items()).hasToString(items);
        assertThat(Paging.headers(page).first("page-truncated")).contains(left);
        assertThat(Paging.headers(page).first("total-result-count")).contains("7");
    }

    @Test
    void anEmptyListHasItsHeadersToo() {
        Page<Long> page = Paging.of(List.<Long>of(), Query.parse("last_page"), number -> new UUID(0, number));
        assertThat(Paging.headers(page).all("page-truncated")).containsExactly("0");
        assertThat(Paging.headers(page).all("total-result-count")).containsExactly("0");
    }

    @Test
    void refusesBothWaysAtOnceAndWhatCannotBe() {
        assertThatThrownBy(() -> page("page_offset=1&page_start_marker=" + new UUID(0, 1)))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> page("page_length=0")).hasMessageContaining("page_length");
        assertThatThrownBy(() -> page("page_start_marker=" + new UUID(0, 99))).hasMessageContaining("does not have");
    }
}
