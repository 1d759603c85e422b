package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.StoredChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A chunk of a running job that is being worked on. {@code intended} is what the job store has been told or is about to
 * be; {@code durable} is what it has confirmed, and the only thing anybody outside hears of.
 */
final class ActiveChunk {

    private final Chunk chunk;
    private final Map<ObjectName, Integer> firstBlobs = new HashMap<>();
    private final Map<Integer, KeptReceipt> receipts = new TreeMap<>();
    private final Map<Integer, String> reasons = new TreeMap<>();
    private final Map<Integer, Incoming> incoming = new HashMap<>();
    private final Map<Integer, Outgoing> outgoing = new HashMap<>();
    private long recorded;
    private long confirmed;
    private ChunkState intended;
    private ChunkState durable;
    private Optional<SlotPool.Slot> slot = Optional.empty();

    ActiveChunk(StoredChunk stored) {
        this.chunk = stored.chunk();
        this.intended = stored.state();
        this.durable = stored.state();
        stored.receipts().forEach(kept -> receipts.put(kept.blob(), kept));
        reasons.putAll(stored.reasons());
        List<Blob> blobs = chunk.blobs();
        for (int i = 0; i < blobs.size(); i++) {
            firstBlobs.putIfAbsent(blobs.get(i).name(), i);
        }
    }

    Chunk chunk() {
        return chunk;
    }

    int number() {
        return chunk.number();
    }

    Blob blob(int index) {
        return chunk.blobs().get(index);
    }

    /** Where the blob of {@code name} at {@code offset} stands, if it is here. */
    Optional<Integer> find(ObjectName name, long offset) {
        int first = firstBlobs.getOrDefault(name, Integer.MAX_VALUE);
        for (int i = first; i < chunk.blobs().size() && blob(i).name().equals(name); i++) {
            if (blob(i).offset() == offset) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    ChunkState intended() {
        return intended;
    }

    ChunkState durable() {
        return durable;
    }

    /** Numbers what the job store is told of this chunk. */
    long nextRecord() {
        return ++recorded;
    }

    /** Whether this confirmation says more than those before it; they may come out of order. */
    boolean confirms(long order) {
        boolean newer = order > confirmed;
        confirmed = Math.max(confirmed, order);
        return newer;
    }

    /** The job store has confirmed {@code state}. */
    void confirmed(ChunkState state) {
        durable = state;
    }

    void grant() {
        intended = intended.grant();
    }

    void evidence(int index) {
        intended = intended.evidence(index);
        reasons.remove(index);
    }

    void fail(int index, String reason) {
        if (!intended.isSettled(index)) {
            intended = intended.fail(index);
            reasons.put(index, reason);
        }
    }

    void withdraw(int index) {
        intended = intended.withdraw(index);
        receipts.remove(index);
    }

    void keep(KeptReceipt receipt) {
        receipts.put(receipt.blob(), receipt);
    }

    void dropReceipt(int index) {
        receipts.remove(index);
    }

    /** Drops what is kept of one object's blobs. */
    void dropReceipts(ObjectId object) {
        receipts.keySet().removeIf(index -> blob(index).object().equals(object));
    }

    List<KeptReceipt> receipts() {
        return List.copyOf(receipts.values());
    }

    Optional<KeptReceipt> receipt(int index) {
        return Optional.ofNullable(receipts.get(index));
    }

    Map<Integer, Incoming> incoming() {
        return incoming;
    }

    /** What is being given out, or was in part, of blob {@code index}. */
    Outgoing outgoing(int index) {
        return outgoing.computeIfAbsent(index, i -> new Outgoing(blob(i).wanted()));
    }

    boolean isBeingRead(int index) {
        Outgoing reads = outgoing.get(index);
        return reads != null && reads.isMoving();
    }

    boolean isMoving() {
        return !incoming.isEmpty() || outgoing.values().stream().anyMatch(Outgoing::isMoving);
    }

    Optional<SlotPool.Slot> slot() {
        return slot.filter(SlotPool.Slot::isHeld);
    }

    void hold(SlotPool.Slot newSlot) {
        slot = Optional.of(newSlot);
    }

    /** Whether a client that asks now has something to do here. */
    boolean hasWorkFor(boolean reading) {
        for (int i = 0; i < chunk.blobs().size(); i++) {
            if (!intended.isSettled(i) && !(reading && isBeingRead(i))) {
                return true;
            }
        }
        return false;
    }

    long bytesWithEvidence(ChunkState state) {
        long bytes = 0;
        for (int i = 0; i < chunk.blobs().size(); i++) {
            bytes += state.hasEvidence(i) ? blob(i).length() : 0;
        }
        return bytes;
    }

    ChunkUpdate update() {
        return new ChunkUpdate(
                new ChunkAddress(chunk.job(), chunk.number()),
                intended,
                bytesWithEvidence(intended),
                new ArrayList<>(receipts.values()),
                reasons);
    }

    Chunks.Listing listing() {
        return new Chunks.Listing(chunk, durable, Map.copyOf(reasons));
    }
}
