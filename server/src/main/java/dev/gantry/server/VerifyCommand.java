package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = "read every byte of objects back from their store and compare it with the recorded checksums")
final class VerifyCommand extends GatewayCommand {

    private static final long POLL_MILLIS = 200;

    @Parameters(index = "0", paramLabel = "BUCKET", description = "the bucket")
    private String bucket;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME|PREFIX/",
            description = "objects, or prefixes that end in a slash; everything if none is given")
    private List<String> names = List.of();

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        BucketName name = new BucketName(bucket);
        List<AskedObject> asked = new ArrayList<>();
        for (String wanted : names.isEmpty() ? List.of("") : names) {
            if (wanted.isEmpty() || wanted.endsWith("/")) {
                addAll(gateway, name, wanted, asked);
            } else {
                asked.add(new AskedObject(new ObjectName(wanted), 0));
            }
        }
        if (asked.isEmpty()) {
            throw new UsageException("there is nothing to verify in bucket " + bucket);
        }
        return verify(gateway, name, asked, output);
    }

    private static void addAll(Gateway gateway, BucketName bucket, String prefix, List<AskedObject> asked)
            throws InterruptedException {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            ListQuery query = new ListQuery(prefix, after.get(), Optional.empty(), ListQuery.MAX_PAGE);
            Objects.Page page = Waiting.on(gateway.objects().list(bucket, query));
            page.objects()
                    .forEach(object -> asked.add(new AskedObject(object.key().name(), 0)));
            after = page.next();
        }
    }

    private static int verify(Gateway gateway, BucketName bucket, List<AskedObject> asked, Output output)
            throws InterruptedException {
        JobRequest request =
                new JobRequest(JobKind.VERIFY, bucket, "verify", Optional.empty(), Ordering.NONE, OptionalLong.empty());
        Job job = Waiting.on(gateway.jobs().create(request, asked.iterator())).job();
        while (job.isActive()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            job = Waiting.on(gateway.jobs().get(job.id()));
        }
        JobCommand.print(job, output);
        JobCommand.printFailures(gateway, job.id(), output);
        output.summary(1);
        return job.status() == JobStatus.COMPLETED ? OK : SOME_FAILED;
    }
}
