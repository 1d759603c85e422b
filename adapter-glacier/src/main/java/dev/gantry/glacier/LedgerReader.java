package dev.gantry.glacier;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a ledger from its beginning. */
final class LedgerReader {

    private LedgerReader() {}

    /** Hands over every line, and says how many bytes they have together: what stands behind was cut by a crash. */
    static long whole(Path file, Consumer<LedgerLine> lines) throws IOException {
        long whole = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    LedgerLine.parse(line.toString(StandardCharsets.UTF_8)).ifPresent(lines);
                    whole += line.size() + 1;
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        }
        return whole;
    }
}
