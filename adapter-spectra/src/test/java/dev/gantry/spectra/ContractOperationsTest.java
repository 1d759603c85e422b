package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends every operation of the contract to a node: docs/spectra-s3-operations.md says what it gets. */
class ContractOperationsTest {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000009";
    private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| `(\\w+) (\\S+)` \\| (served|501) \\|");
    private static final Set<Integer> ANSWERS = Set.of(200, 201, 204, 400, 404, 409, 410, 411);

    @TempDir
    Path directory;

    private record Row(String name, String method, String target, boolean served) {

        String request() {
            return target.replace("{bucket}", "nowhere")
                    .replace("{object}", "nothing")
                    .replaceAll("\\{(id|UUID)}", NOBODY)
                    .replaceAll("\\{\\w+}", "x");
        }

        String resource() {
            Matcher path = Pattern.compile("/_rest_/(\\w+).*").matcher(target);
            return path.matches() ? path.group(1) : "";
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Docs.page("spectra-s3-operations.md"));
        while (row.find()) {
            rows.add(new Row(
                    row.group(1), row.group(2), row.group(3), row.group(4).equals("served")));
        }
        return rows;
    }

    @Test
    void everyOperationOfTheContractGetsWhatItsRowSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (TestNode node = new TestNode(directory)) {
            for (Row row : rows()) {
                Answer answer = node.root().bring(row.method(), row.request(), "");
                if (!isAsTold(row, answer)) {
                    wrong.add(row + " got " + answer.status() + " " + answer.text());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isAsTold(Row row, Answer answer) {
        return row.served()
                ? ANSWERS.contains(answer.status())
                : answer.status() == 501
                        && answer.one("/Error/Code").equals("NotImplemented")
                        && !answer.one("/Error/Message").isEmpty();
    }

    @Test
    void theContractIsThereWhole() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSize(395);
        Set<String> resources = new TreeSet<>();
        rows.forEach(row -> resources.add(row.resource()));
        resources.remove("");
        assertThat(ContractResources.NAMES).containsAll(resources);
        assertThat(rows).doesNotHaveDuplicates();
    }
}
