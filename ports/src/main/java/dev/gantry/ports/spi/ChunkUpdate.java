package dev.gantry.ports.spi;

import dev.gantry.domain.ChunkState;
import java.util.List;
import java.util.Map;

/**
 * What has become of a chunk.
 *
 * @param bytes the sum of the lengths of the blobs with evidence
 * @param receipts of the blobs that are received while their object is not published yet
 * @param reasons why blobs failed for good, by their place in the chunk
 */
public record ChunkUpdate(
        ChunkAddress address, ChunkState state, long bytes, List<KeptReceipt> receipts, Map<Integer, String> reasons) {

    public ChunkUpdate {
        receipts = List.copyOf(receipts);
        reasons = Map.copyOf(reasons);
    }
}
