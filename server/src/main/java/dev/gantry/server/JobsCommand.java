package dev.gantry.server;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.ports.api.Gateway;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "jobs", description = "list running jobs")
final class JobsCommand extends GatewayCommand {

    @Option(names = "--all", description = "list ended jobs too")
    private boolean all;

    JobsCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        List<Job> jobs = Waiting.on(gateway.jobs().all(all ? JobFilter.all() : JobFilter.running()));
        jobs.forEach(job -> output.print("job", Fields.of(job), text(job)));
        output.summary(jobs.size());
        return OK;
    }

    private static String text(Job job) {
        return "%s  %-6s  %-11s  %-8s  %s  %s  %s"
                .formatted(job.id(), job.kind(), job.status(), job.priority(), job.created(), job.bucket(), job.name());
    }
}
