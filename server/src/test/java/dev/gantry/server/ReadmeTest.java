package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's embedding example is compiled and run as it stands, but for its paths. */
class ReadmeTest {

    private static final List<String> IMPORTS = List.of(
            "dev.gantry.domain.*",
            "dev.gantry.engine.*",
            "dev.gantry.file.*",
            "dev.gantry.jdbc.*",
            "java.nio.file.Path",
            "java.time.InstantSource",
            "java.util.UUID",
            "java.util.concurrent.*");

    @TempDir
    Path folder;

    private static Path readme() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) ? here.resolve("README.md") : here.resolveSibling("README.md");
    }

    private String example() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(readme()));
        assertThat(block.find()).isTrue();
        return block.group(1)
                .replace("\"data/", "\"" + folder + "/data/")
                .replace("\"docs\"", "\"" + readme().resolveSibling("docs") + "\"");
    }

    @Test
    void theEmbeddingExampleStoresAFolder() throws Exception {
        StringBuilder source = new StringBuilder();
        IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
        source.append("public class Example { public static void run() throws Exception {\n")
                .append(example())
                .append("}}\n");
        Path file = Files.writeString(folder.resolve("Example.java"), source);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(compiled).isZero();
        assertThat(output()).matches("(?s)(\\d+) of \\1 objects verified\\s*");
    }

    private String output() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
                PrintStream out = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            loader.loadClass("Example").getMethod("run").invoke(null);
        } finally {
            System.setOut(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
