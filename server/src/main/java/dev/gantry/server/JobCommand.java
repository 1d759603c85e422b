package dev.gantry.server;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Priority;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Gateway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "job", description = "tell of a job, change it, or cancel it")
final class JobCommand extends GatewayCommand {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "the job's id")
    private String id;

    @Option(names = "--why", description = "tell of every chunk that does not move why it does not")
    private boolean why;

    @Spec
    private CommandSpec command;

    JobCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        if (id == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'ID'");
        }
        Job job = Waiting.on(gateway.jobs().get(JobId.parse(id)));
        print(job, output);
        if (job.progress().failedBlobs() > 0) {
            printFailures(gateway, job.id(), output);
        }
        long told = 1;
        if (why) {
            told += new WaitReport(gateway, output, console().clock()).print(job.id());
        }
        output.summary(told);
        return OK;
    }

    static void print(Job job, Output output) {
        output.print("job", Fields.of(job), Fields.lines(Fields.of(job)));
    }

    static void printFailures(Gateway gateway, JobId job, Output output) throws InterruptedException {
        List<Chunks.Listing> page;
        int from = 0;
        do {
            page = Waiting.on(gateway.chunks().page(job, from, Chunks.MAX_READY));
            page.forEach(listing -> listing.reasons()
                    .forEach((place, reason) ->
                            printFailure(listing.chunk().blobs().get(place), reason, output)));
            from += page.size();
        } while (page.size() == Chunks.MAX_READY);
    }

    private static void printFailure(Blob blob, String reason, Output output) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", blob.name().value());
        fields.put("offset", blob.offset());
        fields.put("reason", reason);
        output.print("failed", fields, "failed       " + blob.name() + " at byte " + blob.offset() + ": " + reason);
    }

    @Command(name = "modify", description = "change a running job")
    static final class Modify extends GatewayCommand {

        @Parameters(paramLabel = "ID", description = "the job's id")
        private String id;

        @Option(names = "--priority", paramLabel = "P", description = "URGENT, HIGH, NORMAL or LOW")
        private Priority priority;

        @Option(names = "--name", paramLabel = "N", description = "the job's new name")
        private String name;

        Modify(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws InterruptedException {
            JobId job = JobId.parse(id);
            if (name != null) {
                requireRenamable(Waiting.on(gateway.jobs().get(job)));
            }
            JobChange change =
                    new JobChange(Optional.ofNullable(name), Optional.ofNullable(priority), Optional.empty());
            print(Waiting.on(gateway.jobs().modify(job, change)), output);
            output.summary(1);
            return OK;
        }

        private void requireRenamable(Job job) {
            if (job.name().startsWith(BulkTransfer.RESERVED_PREFIX) || name.startsWith(BulkTransfer.RESERVED_PREFIX)) {
                throw new UsageException("names that begin with " + BulkTransfer.RESERVED_PREFIX
                        + " belong to put and get, which find their jobs by them; such a job cannot be renamed");
            }
        }
    }

    @Command(name = "cancel", description = "cancel a running job; what is stored stays")
    static final class Cancel extends GatewayCommand {

        @Parameters(paramLabel = "ID", description = "the job's id")
        private String id;

        Cancel(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws InterruptedException {
            print(Waiting.on(gateway.jobs().cancel(JobId.parse(id), "canceled from the command line")), output);
            output.summary(1);
            return OK;
        }
    }
}
