package dev.gantry.s3;

import java.util.Optional;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterState;
import software.amazon.awssdk.services.emr.model.ClusterStateChangeReasonCode;

/** The state of a job flow in the words of DuraStore's time, when EMR told how a job ended by the state alone. */
enum JobFlowState {
    STARTING,
    BOOTSTRAPPING,
    RUNNING,
    WAITING,
    SHUTTING_DOWN,
    COMPLETED,
    TERMINATED,
    FAILED,
    UNKNOWN;

    static JobFlowState of(Cluster cluster) {
        ClusterState state = cluster.status().state();
        return switch (state) {
            case STARTING -> STARTING;
            case BOOTSTRAPPING -> BOOTSTRAPPING;
            case RUNNING -> RUNNING;
            case WAITING -> WAITING;
            case TERMINATING -> SHUTTING_DOWN;
            case TERMINATED -> isComplete(cluster) ? COMPLETED : TERMINATED;
            case TERMINATED_WITH_ERRORS -> FAILED;
            case UNKNOWN_TO_SDK_VERSION -> UNKNOWN;
        };
    }

    private static boolean isComplete(Cluster cluster) {
        return Optional.ofNullable(cluster.status().stateChangeReason())
                .map(reason -> reason.code() == ClusterStateChangeReasonCode.ALL_STEPS_COMPLETED)
                .orElse(false);
    }

    /** Whether nothing of it runs, or soon will. */
    boolean isEnding() {
        return this == SHUTTING_DOWN || this == COMPLETED || this == TERMINATED || this == FAILED;
    }
}
