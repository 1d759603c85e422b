package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.Application;
import software.amazon.awssdk.services.emr.model.BootstrapActionConfig;
import software.amazon.awssdk.services.emr.model.HadoopJarStepConfig;
import software.amazon.awssdk.services.emr.model.JobFlowInstancesConfig;
import software.amazon.awssdk.services.emr.model.KeyValue;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.Tag;

/**
 * A cluster that runs one JAR and ends: its arguments are where to read and where to write, the JAR's manifest names the
 * main class (docs/s3.md, Hadoop tasks).
 */
final class JobFlowPlan {

    private static final String LOGS = "hadoop-logs/";
    private static final String OUTPUT = "hadoop-output/";

    private final HadoopSettings settings;
    private final Function<BucketName, String> namesInS3;

    JobFlowPlan(HadoopSettings settings, Function<BucketName, String> namesInS3) {
        this.settings = settings;
        this.namesInS3 = namesInS3;
    }

    /** A folder of its own for each task: Hadoop refuses one that is there. */
    static String output(TaskId task) {
        return OUTPUT + task;
    }

    /** Rejected where the job wants more than the settings let it. */
    RunJobFlowRequest plan(TaskId task, HadoopRequest job) {
        RunJobFlowRequest.Builder request = RunJobFlowRequest.builder()
                .name("gantry " + task)
                .releaseLabel(settings.releaseLabel())
                .applications(Application.builder().name("Hadoop").build())
                .logUri(uri(job.work(), LOGS))
                .serviceRole(settings.serviceRole())
                .jobFlowRole(settings.jobFlowRole())
                .instances(instances(job))
                .steps(step(task, job))
                .tags(Tag.builder().key("gantry-task").value(task.toString()).build());
        job.bootstrap().ifPresent(script -> request.bootstrapActions(bootstrap(script)));
        return request.build();
    }

    private String uri(BucketName space, String name) {
        return "s3://" + namesInS3.apply(space) + "/" + name;
    }

    private String uri(ObjectKey key) {
        return uri(key.bucket(), key.name().value());
    }

    private BootstrapActionConfig bootstrap(ObjectKey script) {
        return BootstrapActionConfig.builder()
                .name("bootstrap")
                .scriptBootstrapAction(action -> action.path(uri(script)))
                .build();
    }

    private StepConfig step(TaskId task, HadoopRequest job) {
        HadoopJarStepConfig.Builder jar = HadoopJarStepConfig.builder()
                .jar(uri(job.jar()))
                .args(uri(job.source(), ""), uri(job.destination(), output(task)));
        if (!job.properties().isEmpty()) {
            jar.properties(properties(job));
        }
        return StepConfig.builder()
                .name(job.jar().name().value())
                .actionOnFailure(ActionOnFailure.TERMINATE_CLUSTER)
                .hadoopJarStep(jar.build())
                .build();
    }

    private static List<KeyValue> properties(HadoopRequest job) {
        return job.properties().entrySet().stream()
                .map(entry -> KeyValue.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }

    private JobFlowInstancesConfig instances(HadoopRequest job) {
        String type = allowed(job.instanceType().orElse(settings.instanceType()));
        int count = allowed(job.instances().orElse(settings.instances()));
        JobFlowInstancesConfig.Builder instances = JobFlowInstancesConfig.builder()
                .masterInstanceType(type)
                .instanceCount(count)
                .keepJobFlowAliveWhenNoSteps(false)
                .terminationProtected(false);
        if (count > 1) {
            instances.slaveInstanceType(type);
        }
        settings.subnet().ifPresent(instances::ec2SubnetId);
        return instances.build();
    }

    private String allowed(String type) {
        if (!settings.instanceTypes().contains(type)) {
            throw new ProviderException.Rejected(
                    "instances are of " + settings.instanceTypes() + ", not " + type
                            + "; the store's setting emr.instance-types lets jobs have others",
                    null);
        }
        return type;
    }

    private int allowed(int count) {
        if (count < 1 || count > settings.mostInstances()) {
            throw new ProviderException.Rejected(
                    "a job has 1 to " + settings.mostInstances() + " instances, not " + count
                            + "; the store's setting emr.max-instances lets jobs have more",
                    null);
        }
        return count;
    }
}
