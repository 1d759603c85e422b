package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Replication.PlannedBlob;
import java.util.BitSet;
import java.util.Optional;

/** How somebody else has cut one object: first every blob is taken, then each must have its place. */
final class ReplicaObject {

    private final ObjectName name;
    private final BitSet placed = new BitSet();
    private long end;
    private long first;
    private int count;
    private BlobLayout layout;

    ReplicaObject(ObjectName name) {
        this.name = name;
        this.layout = BlobLayout.whole(0);
    }

    ObjectName name() {
        return name;
    }

    void take(PlannedBlob blob) {
        ReplicaPlan.require(
                blob.name().equals(name), "object " + blob.object() + " is named " + name + " and " + blob.name());
        end = Math.max(end, blob.offset() + blob.length());
        first = blob.offset() == 0 ? Math.max(first, blob.length()) : first;
        count++;
    }

    /** Every blob was taken. */
    void close() {
        layout = new BlobLayout(end, Math.max(1, first));
        ReplicaPlan.require(layout.count() == count, untiled());
    }

    /** Requires that the blob is one of the layout, and no other stands in its place. */
    void place(PlannedBlob blob) {
        long index = layout.indexOf(blob.offset());
        boolean fits = layout.range(index).equals(new ByteRange(blob.offset(), blob.length()));
        ReplicaPlan.require(fits && !placed.get((int) index), untiled());
        placed.set((int) index);
    }

    private String untiled() {
        return "the blobs of " + name + " do not cover it from 0 to " + end
                + " without gap and overlap, in one size but for the last";
    }

    BlobLayout layout() {
        return layout;
    }

    Blob blob(PlannedBlob planned) {
        return new Blob(
                planned.id(), name, planned.object(), planned.offset(), planned.length(), layout, Optional.empty());
    }
}
