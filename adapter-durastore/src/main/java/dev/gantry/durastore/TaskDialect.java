package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the tasks of a DuraStore are spoken to, which changed twice (docs/durastore.md, Dialects). */
public enum TaskDialect {
    /** 0.6 (2010): ids as bare text, Hadoop's parameters in camel case. */
    LEGACY,
    /** 0.7 to 3.2: ids as bare text, maps in XML, Hadoop's parameters in capitals. */
    XML,
    /** Since 3.3: JSON, but for {@code restore-content}. */
    JSON;

    /** Reads the name in any case. */
    static TaskDialect parse(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "a dialect is auto, legacy, xml or json, not " + name.toLowerCase(Locale.ROOT)));
    }

    /**
     * What a server speaks that offers {@code tasks}. Before 1.0 the list was {@code text/plain}; what 3.0 dropped names
     * an older one, and streaming without {@code get-url} one before 3.3.
     */
    static TaskDialect of(String contentType, List<String> tasks) {
        if (contentType.startsWith("text/plain")) {
            return LEGACY;
        }
        boolean older = tasks.contains("run-hadoop-job") || tasks.contains("add-streaming-item");
        boolean streams = tasks.contains("enable-streaming") && !tasks.contains("get-url");
        return older || streams ? XML : JSON;
    }
}
