package dev.gantry.ports.spi;

import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkState;
import java.util.List;
import java.util.Map;

/**
 * A chunk as it was kept.
 *
 * @param receipts what {@link ChunkUpdate#receipts} said last
 * @param reasons why blobs failed for good, by their place in the chunk
 */
public record StoredChunk(Chunk chunk, ChunkState state, List<KeptReceipt> receipts, Map<Integer, String> reasons) {

    public StoredChunk {
        receipts = List.copyOf(receipts);
        reasons = Map.copyOf(reasons);
    }
}
