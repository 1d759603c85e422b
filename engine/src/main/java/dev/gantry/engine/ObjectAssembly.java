package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An object that a PUT job is putting together, blob by blob. Belongs to the control thread. */
final class ObjectAssembly {

    private final Store store;
    private final ObjectDirectory objects;
    private final ObjectKey key;
    private final Blob any;
    private final boolean replace;
    private final TreeMap<Long, Receipt> receipts = new TreeMap<>();
    private final Set<Integer> chunksWithReceipts = new TreeSet<>();
    private Optional<Metadata> metadata = Optional.empty();
    private Optional<WriteSpec> spec = Optional.empty();
    private Optional<CompletableFuture<ObjectWriter>> writer = Optional.empty();
    private Optional<CompletableFuture<StoredObject>> published = Optional.empty();
    private boolean begunEarlier;

    ObjectAssembly(Store store, ObjectDirectory objects, ObjectKey key, Blob any, boolean replace) {
        this.store = store;
        this.objects = objects;
        this.key = key;
        this.any = any;
        this.replace = replace;
    }

    /** The writer, begun at the first call; a begin that failed is tried again at the next. */
    CompletionStage<ObjectWriter> writer(Metadata fromClient, Instant created) {
        if (metadata.isEmpty()) {
            metadata = Optional.of(fromClient);
        }
        if (writer.isEmpty() || writer.get().isCompletedExceptionally()) {
            WriteSpec begun =
                    new WriteSpec(key, any.object(), created, any.layout(), metadata.orElse(fromClient), replace);
            spec = Optional.of(begun);
            writer = Optional.of(store.objects(o -> o.begin(begun)).toCompletableFuture());
        }
        return writer.get();
    }

    /** A process that died had begun it: the store holds something of it, though this one has no writer yet. */
    void begunEarlier() {
        begunEarlier = true;
    }

    /** Takes up a receipt that was kept before the process died. */
    void restore(Receipt receipt, Metadata kept) {
        metadata = Optional.of(kept);
        add(receipt);
    }

    ObjectId object() {
        return any.object();
    }

    /** A receipt of it is kept in that chunk. */
    void keptIn(int chunk) {
        chunksWithReceipts.add(chunk);
    }

    /** The chunks in which receipts of it are kept, once. */
    List<Integer> takeChunksWithReceipts() {
        List<Integer> taken = List.copyOf(chunksWithReceipts);
        chunksWithReceipts.clear();
        return taken;
    }

    Metadata metadata() {
        return metadata.orElse(Metadata.none());
    }

    void add(Receipt receipt) {
        receipts.put(receipt.range().offset(), receipt);
    }

    /** Takes a receipt back whose bytes could not be made durable. */
    void remove(Receipt receipt) {
        receipts.remove(receipt.range().offset(), receipt);
    }

    Optional<Receipt> receipt(long offset) {
        return Optional.ofNullable(receipts.get(offset));
    }

    boolean isWhole() {
        return receipts.size() == any.layout().count();
    }

    boolean isPublished() {
        return published.isPresent()
                && published.get().isDone()
                && !published.get().isCompletedExceptionally();
    }

    /** Publishes the whole object; concurrent callers share one publication, a failed one is tried again. */
    CompletionStage<StoredObject> publish(ObjectWriter objectWriter) {
        if (published.isEmpty() || published.get().isCompletedExceptionally()) {
            List<Receipt> all = List.copyOf(receipts.values());
            published = Optional.of(objects.publish(store, spec.orElseThrow(), objectWriter::publish, all)
                    .toCompletableFuture());
        }
        return published.get();
    }

    /** The bytes of a blob are wrong. One that is its whole object is given up at once, to hold nothing in the store. */
    void refuse() {
        if (any.layout().count() == 1) {
            abort();
            writer = Optional.empty();
        }
    }

    /** Leaves nothing of a half-written object behind. */
    void abort() {
        if (published.isEmpty() || published.get().isCompletedExceptionally()) {
            if (writer.isEmpty() && begunEarlier) {
                writer(metadata(), Instant.EPOCH); // taken up to be given up: nobody will see when it was made
            }
            writer.ifPresent(begun -> begun.thenAccept(ObjectWriter::abort));
        }
    }
}
