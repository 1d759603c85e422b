package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about this protocol names tests: they exist. */
class SpectraPageTest {

    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w+Test)#(\\w+)");

    private static List<Path> sources(String test) throws IOException {
        try (Stream<Path> modules = Files.list(Docs.project())) {
            List<Path> roots = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            return roots.stream().flatMap(root -> named(root, test + ".java")).toList();
        }
    }

    private static Stream<Path> named(Path root, String file) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.endsWith(file)).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        Matcher named = NAMED.matcher(Docs.page("spectra-s3.md"));
        Map<String, String> missing = new TreeMap<>();
        int count = 0;
        while (named.find()) {
            count++;
            if (!exists(named.group(1), named.group(2))) {
                missing.put(named.group(), "is in no source");
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(80);
    }

    private static boolean exists(String test, String method) throws IOException {
        for (Path source : sources(test)) {
            if (Files.readString(source).contains("void " + method + "(")) {
                return true;
            }
        }
        return false;
    }
}
