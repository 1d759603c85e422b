package dev.gantry.spectra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds this project's pages, from wherever the tests run. */
final class Docs {

    private Docs() {}

    /** The project's own directory. */
    static Path project() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docs/spectra-s3.md"))) {
            here = here.getParent();
        }
        return here;
    }

    static String page(String name) throws IOException {
        return Files.readString(project().resolve("docs").resolve(name));
    }
}
