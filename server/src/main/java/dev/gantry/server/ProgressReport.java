package dev.gantry.server;

import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferOutcome;
import dev.gantry.engine.TransferOutcome.Status;
import dev.gantry.engine.TransferProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells of a transfer: a bar on a terminal, JSON events for scripts, otherwise a line now and then. */
final class ProgressReport implements TransferListener {

    private static final Duration BAR = Duration.ofMillis(100);
    private static final Duration LINE = Duration.ofSeconds(5);
    private static final int WIDTH = 30;

    private final Console console;
    private final PrintWriter err;
    private final Output output;
    private final boolean bar;
    private final Instant begun;
    private Instant next;
    private boolean barShown;

    ProgressReport(Console console, Output output) {
        this.console = console;
        this.err = console.err();
        this.output = output;
        this.bar = console.terminal() && !output.json();
        this.begun = console.clock().instant();
        this.next = begun.plus(bar ? BAR : LINE);
    }

    @Override
    public void notice(String text) {
        output.event("notice", Map.of("text", text));
        say(text);
    }

    @Override
    public void ended(TransferOutcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", outcome.name());
        fields.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
        fields.put("bytes", outcome.bytes());
        if (outcome.status() != Status.VERIFIED) {
            fields.put("reason", outcome.reason());
            say(fields.get("status") + ": " + outcome.name() + ": " + outcome.reason());
        }
        output.event("object", fields);
    }

    private void say(String text) {
        if (!output.json()) {
            wipe();
            err.println(text);
            err.flush();
        }
    }

    @Override
    public void progress(TransferProgress progress) {
        Instant now = console.clock().instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(bar ? BAR : LINE);
        output.event("progress", fields(progress));
        String text = text(progress, Duration.between(begun, now));
        if (bar) {
            err.print("\r" + bar(progress) + " " + text + "\u001b[K");
            err.flush();
            barShown = true;
        } else {
            say(text);
        }
    }

    private static Map<String, Object> fields(TransferProgress progress) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("objects_done", progress.objectsDone());
        fields.put("objects", progress.objects());
        fields.put("bytes_done", progress.bytesDone());
        fields.put("bytes", progress.bytes());
        fields.put("bytes_moved", progress.bytesMoved());
        return fields;
    }

    private static String text(TransferProgress progress, Duration elapsed) {
        double rate = (double) progress.bytesMoved() / Math.max(0.001, (double) elapsed.toMillis() / 1000);
        String left = rate < 1
                ? ""
                : ", "
                        + Sizes.time(
                                Duration.ofSeconds((long) ((double) (progress.bytes() - progress.bytesDone()) / rate)))
                        + " left";
        return "%d of %d objects, %s of %s, %s/s%s"
                .formatted(
                        progress.objectsDone(),
                        progress.objects(),
                        Sizes.bytes(progress.bytesDone()),
                        Sizes.bytes(progress.bytes()),
                        Sizes.bytes(Math.round(rate)),
                        left);
    }

    private static String bar(TransferProgress progress) {
        double part = progress.bytes() == 0
                ? (double) progress.objectsDone() / (double) Math.max(1, progress.objects())
                : (double) progress.bytesDone() / (double) progress.bytes();
        int full = (int) (WIDTH * Math.min(1, Math.max(0, part)));
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
    }

    /** Removes the bar, so that other text can follow. */
    void wipe() {
        if (barShown) {
            err.print("\r\u001b[K");
            err.flush();
            barShown = false;
        }
    }
}
