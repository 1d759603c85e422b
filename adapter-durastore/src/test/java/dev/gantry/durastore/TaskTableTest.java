package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of tasks in docs/durastore.md: every task has its row, and every row names tests that are there. */
class TaskTableTest {

    private static final List<String> SEED = List.of(
            "noop",
            "enable-streaming",
            "disable-streaming",
            "delete-streaming",
            "run-hadoop-job",
            "describe-hadoop-job",
            "stop-hadoop-job",
            "restore-content");

    private static final Pattern SHOWN_BY = Pattern.compile("`(\\w+Test)#(\\w+)`");

    private final Path project = project();

    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docs/durastore.md"))) {
            here = here.getParent();
        }
        return here;
    }

    private List<String> rows() throws IOException {
        return Files.readString(project.resolve("docs/durastore.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| task | provider |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String cell(String row, int column) {
        return row.split("\\|")[column + 1].strip();
    }

    @Test
    void everyTaskOfTheSeedAndOfOurFakesHasItsRow() throws IOException {
        List<String> named = rows().stream()
                .flatMap(row -> Stream.of(cell(row, 0).split(", ")))
                .map(name -> name.replaceAll("`([a-z-]+)`.*", "$1"))
                .toList();
        assertThat(named).containsAll(SEED).doesNotHaveDuplicates();
        assertThat(named).containsAll(FakeVersion.V2_4.tasks());
        assertThat(FakeVersion.V8.tasks())
                .filteredOn(name -> !name.endsWith("-snapshot"))
                .isSubsetOf(named);
    }

    @Test
    void everyRowNamesTestsThatAreThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(SEED.size()).allSatisfy(row -> {
            List<MatchResult> tests = SHOWN_BY.matcher(cell(row, 5)).results().toList();
            assertThat(tests).as(row).isNotEmpty();
            assertThat(tests)
                    .allSatisfy(test -> assertThat(source(test.group(1))).contains("void " + test.group(2) + "("));
        });
    }

    private String source(String test) throws IOException {
        try (Stream<Path> modules = Files.list(project)) {
            Path file = modules.map(module -> module.resolve("src/test/java/dev/gantry"))
                    .filter(Files::isDirectory)
                    .flatMap(TaskTableTest::below)
                    .filter(path -> path.getFileName().toString().equals(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + test));
            return Files.readString(file);
        }
    }

    private static Stream<Path> below(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
