package dev.gantry.spectra;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Replication;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has the far side take a job over, by a MasterObjectList (docs/spectra-s3.md, Replication). */
final class RemoteReplication implements Replication {

    private final RemoteNode node;
    private final RemoteJobs jobs;

    RemoteReplication(RemoteNode node, RemoteJobs jobs) {
        this.node = node;
        this.jobs = jobs;
    }

    /** The answer may be that nothing is left, and then it says nothing of the job: so that is asked for. */
    @Override
    public CompletionStage<Job> replicate(ReplicaRequest request, List<PlannedChunk> chunks) {
        return CompletableFuture.completedFuture(request)
                .thenApplyAsync(
                        wanted -> RemoteRequest.spool("MasterObjectList", out -> write(out, wanted, chunks)),
                        node.documents())
                .thenCompose(body -> node.confirm(call(request).body(WireNames.XML, body)))
                .thenCompose(taken -> jobs.get(request.job()));
    }

    private static RemoteCall call(ReplicaRequest request) {
        return RemoteCall.rest("PUT", "bucket/" + request.bucket())
                .query("operation", "start_bulk_put")
                .query("priority", request.priority().name())
                .flag("replicate")
                .missing(Problem.NO_SUCH_BUCKET);
    }

    private static void write(XmlOut out, ReplicaRequest request, List<PlannedChunk> chunks) {
        out.attribute("BucketName", request.bucket())
                .attribute("ChunkClientProcessingOrderGuarantee", request.ordering())
                .attribute("JobId", request.job())
                .attribute("Name", request.name())
                .attribute("Priority", request.priority())
                .attribute("RequestType", JobKind.PUT);
        for (int number = 0; number < chunks.size(); number++) {
            write(out, number, chunks.get(number));
        }
    }

    private static void write(XmlOut list, int number, PlannedChunk chunk) {
        list.element("Objects", out -> {
            out.attribute("ChunkId", chunk.id()).attribute("ChunkNumber", number);
            chunk.blobs().forEach(blob -> out.element("Object", one -> write(one, blob)));
        });
    }

    private static void write(XmlOut out, PlannedBlob blob) {
        out.attribute("Id", blob.id())
                .attribute("Length", blob.length())
                .attribute("Name", blob.name())
                .attribute("Offset", blob.offset())
                .attribute("VersionId", blob.object());
    }
}
