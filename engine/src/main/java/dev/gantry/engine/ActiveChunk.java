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
import java.util.function.Supplier;

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
    private ChunkState intended;
    private ChunkState durable;
    private long intendedBytes;
    private long durableBytes;
    private Optional<SharedCall> records = Optional.empty();
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
            intendedBytes += intended.hasEvidence(i) ? blobs.get(i).length() : 0;
        }
        durableBytes = intendedBytes;
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

    /** The call that tells the job store of this chunk; {@code first} makes it. */
    SharedCall records(Supplier<SharedCall> first) {
        if (records.isEmpty()) {
            records = Optional.of(first.get());
        }
        return records.get();
    }

    /** The job store has confirmed {@code update}. */
    void confirmed(ChunkUpdate update) {
        durable = update.state();
        durableBytes = update.bytes();
    }

    /** The bytes of the blobs of which there is durable evidence. */
    long durableBytes() {
        return durableBytes;
    }

    void grant() {
        intended = intended.grant();
    }

    void evidence(int index) {
        intendedBytes += intended.hasEvidence(index) ? 0 : blob(index).length();
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
        intendedBytes -= intended.hasEvidence(index) ? blob(index).length() : 0;
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

    /** Whether what becomes of it is on its way to the job store. */
    boolean isUnconfirmed() {
        return !intended.equals(durable);
    }

    /** Whether somebody works on it. */
    boolean hasBusySlot() {
        return slot.filter(SlotPool.Slot::isBusy).isPresent();
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

    ChunkUpdate update() {
        return new ChunkUpdate(
                new ChunkAddress(chunk.job(), chunk.number()),
                intended,
                intendedBytes,
                new ArrayList<>(receipts.values()),
                reasons);
    }

    Chunks.Listing listing() {
        return new Chunks.Listing(chunk, durable, Map.copyOf(reasons));
    }
}
