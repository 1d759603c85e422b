package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

    private static final Logger ACCESS = LoggerFactory.getLogger("gantry.access");

    @Test
    void everyRequestsLineIsWrittenBeforeTheNodeIsGone() {
        assertThat(written(true)).contains("INFO", "GET /b/1", "GET /b/1000");
    }

    @Test
    void requestsCanBeLeftOut() {
        assertThat(written(false)).doesNotContain("GET /b/");
    }

    private static String written(boolean wished) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (Logs logs = Logs.ofRequests(wished)) {
            for (int i = 1; i <= 1000; i++) {
                ACCESS.info("GET /b/{}", i);
            }
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
