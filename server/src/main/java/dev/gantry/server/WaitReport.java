package dev.gantry.server;

import dev.gantry.domain.JobId;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints why chunks of a job do not move, one a line. */
final class WaitReport {

    private final Gateway gateway;
    private final Output output;
    private final InstantSource clock;

    WaitReport(Gateway gateway, Output output, InstantSource clock) {
        this.gateway = gateway;
        this.output = output;
        this.clock = clock;
    }

    /** All of them, page by page; answers how many there were. */
    long print(JobId job) throws InterruptedException {
        long told = 0;
        int from = 0;
        List<Waits.Waiting> page;
        do {
            page = Waiting.on(gateway.waits().of(job, from, Waits.MAX));
            page.forEach(this::print);
            told += page.size();
            from = page.isEmpty() ? from : page.get(page.size() - 1).chunk() + 1;
        } while (page.size() == Waits.MAX);
        return told;
    }

    private void print(Waits.Waiting waiting) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("chunk", waiting.chunk());
        fields.put("reason", waiting.why().reason());
        waiting.why().facts().forEach((name, value) -> fields.put(name, number(value)));
        waiting.about().ifPresent(about -> fields.put("about", about.toString()));
        output.print("wait", fields, "chunk %-6d %s%s".formatted(waiting.chunk(), waiting.why(), estimate(waiting)));
    }

    private static Object number(String value) {
        return value.matches("[0-9]{1,18}") ? (Object) Long.valueOf(value) : value;
    }

    private String estimate(Waits.Waiting waiting) {
        return waiting.about()
                .map(about -> Duration.between(clock.instant(), about))
                .filter(left -> !left.isNegative())
                .map(left -> "; over in about " + Sizes.time(left))
                .orElse("");
    }
}
