package dev.gantry.spectra;

import dev.gantry.transport.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The data path as a whole: always active; what concerns tapes, pools and targets is off. */
final class BackendOperations {

    private final SpectraSettings settings;

    BackendOperations(SpectraSettings settings) {
        this.settings = settings;
    }

    CompletionStage<Reply> show(Call call) {
        return CompletableFuture.completedStage(Answers.data(this::record));
    }

    private void record(XmlOut out) {
        out.text("Activated", true)
                .text("AllowNewJobRequests", true)
                .text("AlwaysRollback", false)
                .text("AutoActivateTimeoutInMins", "")
                .text("AutoInspect", "NEVER")
                .text("CacheAvailableRetryAfterInSeconds", Failure.BUSY.toSeconds())
                .text("DefaultVerifyDataAfterImport", "")
                .text("DefaultVerifyDataPriorToImport", false)
                .text("Id", settings.node())
                .text("InstanceId", settings.node())
                .text("IomCacheLimitationPercent", 0.0)
                .text("IomEnabled", false)
                .text("LastHeartbeat", settings.clock().instant())
                .text("MaxAggregatedBlobsPerChunk", 1)
                .text("MaxNumberOfConcurrentJobs", Integer.MAX_VALUE)
                .text("PartiallyVerifyLastPercentOfTapes", "")
                .text("PoolSafetyEnabled", false)
                .text("UnavailableMediaPolicy", "DISALLOW")
                .text("UnavailablePoolMaxJobRetryInMins", 0)
                .text("UnavailableTapePartitionMaxJobRetryInMins", 0)
                .text("VerifyCheckpointBeforeRead", false);
    }
}
