package dev.gantry.jdbc;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.ports.spi.AccessTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The table of access lists: one row a bucket that is shared. */
final class AccessRows implements AccessTable {

    private static final String ALL = "SELECT bucket, list FROM access";
    private static final String SAVE = "INSERT INTO access (bucket, list) VALUES (?, ?)"
            + " ON CONFLICT (bucket) DO UPDATE SET list = excluded.list";
    private static final String FORGET = "DELETE FROM access WHERE bucket = ?";

    private final ChangeQueue changes;
    private final ReadPool reads;

    AccessRows(ChangeQueue changes, ReadPool reads) {
        this.changes = changes;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Map<BucketId, AccessList>> all() {
        return reads.read(session -> {
            Map<BucketId, AccessList> lists = new HashMap<>();
            session.list(
                    ALL,
                    row -> lists.put(
                            new BucketId(Unpacker.uuid(row.getBytes(1))), AccessCodec.unpack(row.getBytes(2))));
            return lists;
        });
    }

    @Override
    public CompletionStage<Void> save(BucketId bucket, AccessList list) {
        byte[] id = Packer.uuidBytes(bucket.value());
        if (list.isEmpty()) {
            return changes.add(Change.of(id.length, session -> session.update(FORGET, id)));
        }
        byte[] packed = AccessCodec.pack(list);
        return changes.add(Change.of(packed.length, session -> session.update(SAVE, id, packed)));
    }
}
