package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.Chunks.Listing;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** One Objects element of a MasterObjectList, as it stands there; it has blobs. */
record RemoteChunk(ChunkId id, int number, List<RemoteBlob> blobs) {

    /**
     * The chunk as the domain has it. Evidence is InCache of a PUT job; of other jobs the protocol tells none.
     *
     * @param granted whether the answer that lists the chunk grants it
     */
    Listing toListing(JobId job, BucketName bucket, JobKind kind, RemotePlan plan, boolean granted) {
        RemotePlan known = plan.and(RemotePlan.of(List.of(this)));
        Chunk chunk = new Chunk(
                id,
                job,
                number,
                blobs.stream()
                        .map(blob -> blob.toBlob(bucket, kind, known.reach(blob.name())))
                        .toList());
        BitSet evidence = kind == JobKind.PUT ? received() : new BitSet();
        boolean begun = granted || !evidence.isEmpty();
        return new Listing(chunk, ChunkState.restored(blobs.size(), begun, evidence, new BitSet()), Map.of());
    }

    private BitSet received() {
        BitSet received = new BitSet(blobs.size());
        for (int i = 0; i < blobs.size(); i++) {
            received.set(i, blobs.get(i).inCache());
        }
        return received;
    }
}
