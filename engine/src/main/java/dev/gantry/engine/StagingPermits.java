package dev.gantry.engine;

import dev.gantry.domain.Permit;
import dev.gantry.domain.Wait;
import dev.gantry.ports.spi.Staging.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of one store is online for jobs, or on its way, and who needs it. Belongs to the control thread. */
final class StagingPermits {

    private final String name;
    private final StoreStaging store;
    private final Map<Wanted, Integer> holders = new HashMap<>();
    private long blobs;
    private long bytes;

    StagingPermits(String name, StoreStaging store) {
        this.name = name;
        this.store = store;
    }

    boolean hasRoomFor(StagedChunk chunk) {
        return blobs + chunk.blobs() <= store.settings().objects() && bytes + chunk.bytes() <= store.mostBytes();
    }

    /** A chunk counts from now on. */
    void hold(StagedChunk chunk, List<Wanted> wanted) {
        blobs += chunk.blobs();
        bytes += chunk.bytes();
        wanted.forEach(one -> holders.merge(one, 1, Integer::sum));
    }

    /** A chunk counts no more; gives what nobody else needs of it. */
    List<Wanted> letGo(StagedChunk chunk, List<Wanted> wanted) {
        blobs -= chunk.blobs();
        bytes -= chunk.bytes();
        wanted.forEach(one -> holders.computeIfPresent(one, (w, count) -> count > 1 ? count - 1 : null));
        return unneeded(wanted);
    }

    /** What nobody needs of that. */
    List<Wanted> unneeded(List<Wanted> wanted) {
        return wanted.stream().filter(one -> !holders.containsKey(one)).toList();
    }

    /** What is used up, if a chunk may not count. */
    Wait usedUp(StagedChunk chunk) {
        boolean many = blobs + chunk.blobs() > store.settings().objects();
        return new Wait.UsedUp(many ? Permit.REQUESTS : Permit.BYTES, name);
    }

    /** What is used up, if enough other media are asked for already. */
    Wait noDrive() {
        return new Wait.UsedUp(Permit.MEDIA, name);
    }

    /** What is used up, if the store does not ask for want of money. */
    Wait unpaid() {
        return new Wait.UsedUp(Permit.MONEY, name);
    }
}
