package dev.gantry.jdbc;

import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** The tables' format: schema-N.sql leads from format N - 1 to format N; the database says which one it has. */
final class Schema {

    /** The newest format this release knows. */
    static final int VERSION = 5;

    private Schema() {}

    /** Brings the database to {@link #VERSION} without committing, and says whether that changed anything. */
    static boolean upgrade(Session session) throws SQLException, IOException {
        int found = version(session);
        if (found > VERSION) {
            throw new ProviderException.Rejected(
                    "the job store has format " + found + " and this release knows formats up to " + VERSION
                            + "; start a release that knows format " + found + ", nothing was changed",
                    null);
        }
        for (int next = found + 1; next <= VERSION; next++) {
            session.script(steps(next));
        }
        if (found < VERSION) {
            JobRows.refresh(session);
        }
        session.script("PRAGMA user_version = " + VERSION + ";\n");
        return found < VERSION;
    }

    private static int version(Session session) throws SQLException {
        return session.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }

    private static String steps(int version) throws IOException {
        try (InputStream in = Schema.class.getResourceAsStream("schema-" + version + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
