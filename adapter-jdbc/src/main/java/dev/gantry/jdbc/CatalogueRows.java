package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ObjectRecord;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The table of object records: one row an object, with the state that it is of. */
final class CatalogueRows implements Catalogue {

    private static final String FIND =
            "SELECT name, record FROM catalogue WHERE store = ? AND bucket = ? AND name IN (%s)";
    private static final String SAVE = "INSERT INTO catalogue (store, bucket, name, record) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (store, bucket, name) DO UPDATE SET record = excluded.record";
    private static final String FORGET = "DELETE FROM catalogue WHERE store = ? AND bucket = ? AND name = ?";

    private final ChangeQueue changes;
    private final ReadPool reads;

    CatalogueRows(ChangeQueue changes, ReadPool reads) {
        this.changes = changes;
        this.reads = reads;
    }

    @Override
    public CompletionStage<List<Optional<ObjectRecord>>> find(StoreId store, List<State> states) {
        Map<BucketName, List<String>> names = states.stream()
                .map(State::key)
                .collect(Collectors.groupingBy(
                        ObjectKey::bucket,
                        LinkedHashMap::new,
                        Collectors.mapping(key -> key.name().value(), Collectors.toList())));
        return reads.read(session -> {
            Map<String, RecordCodec.Kept> found = new HashMap<>();
            for (var bucket : names.entrySet()) {
                collect(session, store, bucket.getKey(), bucket.getValue(), found);
            }
            return states.stream().map(state -> of(state, found)).toList();
        });
    }

    private static void collect(
            Session session, StoreId store, BucketName bucket, List<String> names, Map<String, RecordCodec.Kept> found)
            throws SQLException {
        for (int from = 0; from < names.size(); from += InList.MAX) {
            InList list = InList.of(names.subList(from, Math.min(names.size(), from + InList.MAX)));
            session.list(
                    FIND.formatted(list.marks()),
                    row -> found.put(bucket + "/" + row.getString(1), RecordCodec.unpack(row.getBytes(2))),
                    list.after(store.value(), bucket.value()));
        }
    }

    private static Optional<ObjectRecord> of(State state, Map<String, RecordCodec.Kept> found) {
        return Optional.ofNullable(found.get(state.key().toString()))
                .filter(kept -> kept.token().equals(state.token()))
                .map(RecordCodec.Kept::record);
    }

    @Override
    public CompletionStage<Void> save(StoreId store, State state, ObjectRecord record) {
        byte[] packed = RecordCodec.pack(new RecordCodec.Kept(state.token(), record));
        ObjectKey key = state.key();
        return changes.add(Change.of(
                packed.length,
                session -> session.update(
                        SAVE, store.value(), key.bucket().value(), key.name().value(), packed)));
    }

    @Override
    public CompletionStage<Void> forget(StoreId store, List<ObjectKey> objects) {
        List<ObjectKey> keys = List.copyOf(objects);
        return changes.add(Change.of(64L * keys.size(), session -> {
            for (ObjectKey key : keys) {
                session.update(
                        FORGET, store.value(), key.bucket().value(), key.name().value());
            }
        }));
    }
}
