package dev.gantry.server;

import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferSettings;
import dev.gantry.engine.TransferSummary;
import dev.gantry.ports.api.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Option;

/** A command that moves whole trees. */
abstract class TransferCommand extends GatewayCommand {

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many blobs move at once (${DEFAULT-VALUE})")
    private int parallel;

    TransferCommand(Console console) {
        super(console);
    }

    abstract TransferSummary transfer(BulkTransfer transfer, TransferListener listener)
            throws IOException, InterruptedException;

    @Override
    final int run(Gateway gateway, Output output) throws IOException, InterruptedException {
        TransferSettings settings =
                new TransferSettings(parallel, TransferSettings.DEFAULT.attempts(), TransferSettings.DEFAULT.backoff());
        ExecutorService threads = Threads.pool("gantry-transfer", parallel);
        ProgressReport report = new ProgressReport(console(), output);
        try {
            BulkTransfer transfer = new BulkTransfer(
                    gateway, threads, console().clock(), settings, console().disk());
            TransferSummary summary = transfer(transfer, report);
            report.wipe();
            output.print("summary", fields(summary), text(summary));
            return summary.isComplete() ? OK : SOME_FAILED;
        } finally {
            report.wipe();
            threads.shutdown();
        }
    }

    private static Map<String, Object> fields(TransferSummary summary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", summary.kind().name().toLowerCase(Locale.ROOT));
        fields.put("bucket", summary.bucket().value());
        fields.put("start", summary.start().name().toLowerCase(Locale.ROOT));
        summary.job().ifPresent(job -> {
            fields.put("job", job.id().toString());
            fields.put("job_status", job.status().name());
        });
        fields.put("objects", summary.objects());
        fields.put("verified", summary.verified());
        fields.put("failed", summary.failed().size());
        fields.put("skipped", summary.skipped().size());
        fields.put("bytes", summary.bytes());
        fields.put("bytes_moved", summary.bytesMoved());
        fields.put("seconds", (double) summary.duration().toMillis() / 1000);
        return fields;
    }

    private static String text(TransferSummary summary) {
        String rest = (summary.failed().isEmpty() ? "" : ", " + summary.failed().size() + " failed")
                + (summary.skipped().isEmpty() ? "" : ", " + summary.skipped().size() + " skipped")
                + summary.job()
                        .map(job -> "; job " + job.id() + " " + job.status())
                        .orElse("");
        return "%s %s: %d of %d objects verified, %s in %s%s"
                .formatted(
                        summary.kind().name().toLowerCase(Locale.ROOT),
                        summary.bucket(),
                        summary.verified(),
                        summary.objects(),
                        Sizes.bytes(summary.bytes()),
                        seconds(summary.duration()),
                        rest);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", (double) duration.toMillis() / 1000);
    }
}
