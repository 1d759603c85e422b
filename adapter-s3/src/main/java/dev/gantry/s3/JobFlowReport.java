package dev.gantry.s3;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterTimeline;
import software.amazon.awssdk.services.emr.model.StepSummary;

/** A job flow as {@code describe-hadoop-job} tells of it: DuraStore's names, and Gantry's for each step. */
final class JobFlowReport {

    /** DuraStore's own pattern. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd' at 'hh:mm:ss a z", Locale.US)
            .withZone(ZoneId.of("UTC"));

    private final Map<String, String> told = new LinkedHashMap<>();

    private JobFlowReport() {}

    /** What is not known yet is left out. */
    static Map<String, String> of(Cluster cluster, List<StepSummary> steps) {
        JobFlowReport report = new JobFlowReport();
        report.tell("Job Flow Id", cluster.id());
        report.tell("Job Name", cluster.name());
        report.tell("Job State", JobFlowState.of(cluster).name());
        if (cluster.status().stateChangeReason() != null) {
            report.tell("Job State Reason", cluster.status().stateChangeReason().message());
        }
        report.tell(cluster.status().timeline());
        for (int i = 0; i < steps.size(); i++) {
            report.tell("Step " + (i + 1), steps.get(i));
        }
        return report.told;
    }

    private void tell(String name, String value) {
        if (value != null && !value.isEmpty()) {
            told.put(name, value);
        }
    }

    private void tell(String name, Instant time) {
        if (time != null) {
            told.put(name, DATE.format(time));
        }
    }

    private void tell(ClusterTimeline timeline) {
        if (timeline != null) {
            tell("Job Created", timeline.creationDateTime());
            tell("Job Started", timeline.readyDateTime());
            tell("Job Ended", timeline.endDateTime());
        }
    }

    private void tell(String name, StepSummary step) {
        tell(name + " Name", step.name());
        tell(name + " State", step.status().stateAsString());
        if (step.status().failureDetails() != null) {
            tell(name + " Failure", step.status().failureDetails().message());
        }
    }
}
