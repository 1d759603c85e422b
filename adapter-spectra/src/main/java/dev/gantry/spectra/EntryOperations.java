package dev.gantry.spectra;

import dev.gantry.domain.EntryId;
import dev.gantry.domain.JobId;
import dev.gantry.ports.api.JobEntries.Entry;
import dev.gantry.transport.Reply;
import java.util.concurrent.CompletionStage;

/** The blobs of jobs as records (docs/spectra-s3.md, Chunks). */
final class EntryOperations {

    private final SpectraSettings settings;

    EntryOperations(SpectraSettings settings) {
        this.settings = settings;
    }

    CompletionStage<Reply> list(Call call) {
        JobId job = JobId.parse(call.query().required("job_id"));
        return call.gateway()
                .entries()
                .list(job, Paging.request(call.query()))
                .thenApply(page -> Answers.list(
                        page,
                        out -> page.items().forEach(entry -> out.element("JobEntry", one -> record(one, entry)))));
    }

    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .entries()
                .find(EntryId.parse(call.target().item()))
                .thenApply(entry -> Answers.data(out -> record(out, entry)));
    }

    private void record(XmlOut out, Entry entry) {
        out.text("BlobId", entry.blob())
                .text("BlobStoreState", entry.state())
                .text("ChunkId", entry.chunk())
                .text("ChunkNumber", entry.chunkNumber())
                .text("Id", entry.id())
                .text("JobId", entry.job())
                .text("NodeId", settings.node())
                .text("PendingTargetCommit", false)
                .text("ReadFromAzureTargetId", "")
                .text("ReadFromDs3TargetId", "")
                .text("ReadFromPoolId", "")
                .text("ReadFromS3TargetId", "")
                .text("ReadFromTapeId", "");
    }
}
