package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.VersionToken;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A store in memory: for embedders who need none to outlive the process, and for tests. An object fits an array. */
public final class MemoryProvider implements StorageProvider, ObjectStore, BucketStore, ResumableWrites {

    /** An object as it is held. */
    record Held(StoredObject object, byte[] bytes) {}

    private final StoreId id;
    private final Executor executor;
    private final Map<BucketName, BucketRecord> buckets = new TreeMap<>();
    private final Map<BucketName, TreeMap<ObjectName, Held>> objects = new HashMap<>();
    private final Map<ObjectId, byte[]> halfWritten = new HashMap<>();

    /** {@code executor} reads payloads that are written; it may block. */
    public MemoryProvider(StoreId id, Executor executor) {
        this.id = id;
        this.executor = executor;
    }

    private <T> CompletionStage<T> done(Supplier<T> work) {
        try {
            synchronized (this) {
                return CompletableFuture.completedStage(work.get());
            }
        } catch (ProviderException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Void> did(Runnable work) {
        return done(() -> {
            work.run();
            return null;
        });
    }

    @Override
    public StoreId id() {
        return id;
    }

    @Override
    public WriteLimits limits() {
        return new WriteLimits(1, Integer.MAX_VALUE - 8, 1, Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<Void> check() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public ObjectStore objects() {
        return this;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Optional.of(this).filter(type::isInstance).map(type::cast);
    }

    @Override
    public void close() {}

    // ---- buckets

    @Override
    public CompletionStage<Void> create(BucketRecord bucket) {
        return did(() -> {
            if (buckets.putIfAbsent(bucket.name(), bucket) != null) {
                throw new ProviderException.Conflict("there is a bucket " + bucket.name());
            }
            objects.put(bucket.name(), new TreeMap<>());
        });
    }

    @Override
    public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        return done(() -> Optional.ofNullable(buckets.get(name)));
    }

    @Override
    public CompletionStage<List<BucketRecord>> list() {
        return done(() -> List.copyOf(buckets.values()));
    }

    @Override
    public CompletionStage<Void> delete(BucketName name) {
        return did(() -> {
            if (!bucket(name).isEmpty()) {
                throw new ProviderException.Conflict("bucket " + name + " is not empty");
            }
            buckets.remove(name);
            objects.remove(name);
        });
    }

    private TreeMap<ObjectName, Held> bucket(BucketName name) {
        return Optional.ofNullable(objects.get(name))
                .orElseThrow(() -> new ProviderException.NotFound("there is no bucket " + name));
    }

    // ---- objects

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        return done(() -> keys.stream().map(key -> held(key).map(Held::object)).toList());
    }

    private Optional<Held> held(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.bucket())).map(names -> names.get(key.name()));
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return done(() -> {
            List<StoredObject> found = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            for (Map.Entry<ObjectName, Held> entry : bucket(bucket).entrySet()) {
                String name = entry.getKey().value();
                if (!name.startsWith(query.prefix()) || !isAfter(name, query)) {
                    continue;
                }
                Optional<String> common = query.commonPrefix(name);
                if (common.isPresent() && prefixes.contains(common.get())) {
                    continue;
                }
                if (found.size() + prefixes.size() == query.max()) {
                    return new ListPage(found, prefixes, Optional.of(lastOf(found, prefixes)));
                }
                common.ifPresentOrElse(
                        prefixes::add, () -> found.add(entry.getValue().object()));
            }
            return new ListPage(found, prefixes, Optional.empty());
        });
    }

    private static boolean isAfter(String name, ListQuery query) {
        return query.after().isEmpty()
                || (new ObjectName(name).compareTo(new ObjectName(query.after())) > 0
                        && query.commonPrefix(name)
                                .filter(query.after()::equals)
                                .isEmpty());
    }

    private static String lastOf(List<StoredObject> found, List<String> prefixes) {
        String object =
                found.isEmpty() ? "" : found.get(found.size() - 1).key().name().value();
        String prefix = prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1);
        boolean prefixIsLast =
                object.isEmpty() || (!prefix.isEmpty() && new ObjectName(prefix).compareTo(new ObjectName(object)) > 0);
        return prefixIsLast ? prefix : object;
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return done(() -> {
            Held held = held(key)
                    .filter(h -> h.object().token().equals(token))
                    .orElseThrow(() -> new ProviderException.NotFound("there is no " + key + " in that state"));
            if (range.end() > held.bytes().length) {
                throw new ProviderException.Rejected("the range does not lie in " + key, null);
            }
            ByteBuffer view = ByteBuffer.wrap(held.bytes(), (int) range.offset(), (int) range.length());
            return new Buffers(List.of(view), () -> {});
        });
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return done(() -> {
            bucket(spec.key().bucket());
            byte[] bytes = halfWritten.computeIfAbsent(
                    spec.id(), fresh -> new byte[Math.toIntExact(spec.layout().objectLength())]);
            return new MemoryWriter(this, spec, bytes, executor);
        });
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return did(() -> {
            if (bucket(key.bucket()).remove(key.name()) == null) {
                throw new ProviderException.NotFound("there is no " + key);
            }
        });
    }

    CompletionStage<StoredObject> publish(WriteSpec spec, StoredObject object, byte[] bytes) {
        return done(() -> {
            Optional<Held> there = held(spec.key());
            boolean same =
                    there.filter(h -> h.object().token().equals(object.token())).isPresent();
            if (there.isPresent() && !same && !spec.replace()) {
                throw new ProviderException.Conflict("there is an object " + spec.key());
            }
            halfWritten.remove(spec.id());
            bucket(spec.key().bucket()).put(spec.key().name(), new Held(object, bytes));
            return object;
        });
    }

    CompletionStage<Void> abort(ObjectId object) {
        return did(() -> halfWritten.remove(object));
    }

    // ---- half-written objects

    @Override
    public CompletionStage<Boolean> holds(ObjectId object) {
        return done(() -> halfWritten.containsKey(object));
    }

    @Override
    public CompletionStage<Integer> sweep(Set<ObjectId> keep) {
        return done(() -> {
            int before = halfWritten.size();
            halfWritten.keySet().retainAll(keep);
            return before - halfWritten.size();
        });
    }
}
