package dev.gantry.engine;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The stores of a node, the primary one first, which of them has a bucket, and who may use it. Stores are asked. */
final class StoreDirectory {

    private final Map<StoreId, Store> stores = new LinkedHashMap<>();
    private final AccessBook access;

    StoreDirectory(List<Store> all, AccessBook access) {
        this.access = access;
        all.forEach(store -> stores.put(store.id(), store));
    }

    Collection<Store> all() {
        return stores.values();
    }

    Store primary() {
        return stores.values().iterator().next();
    }

    Store get(StoreId id) {
        return find(id).orElseThrow(() ->
                new ApiException(Problem.INVALID, "there is no store " + id + "; there are " + stores.keySet()));
    }

    Optional<Store> find(StoreId id) {
        return Optional.ofNullable(stores.get(id));
    }

    /** A bucket with the store that has it. Of two stores with a bucket of one name the first configured one counts. */
    record Located(Store store, BucketRecord bucket) {}

    Bucket toApi(Located located) {
        BucketRecord bucket = located.bucket();
        return new Bucket(
                bucket.id(),
                bucket.name(),
                located.store().id(),
                bucket.created(),
                bucket.owner(),
                bucket.replace(),
                access.of(bucket.id()));
    }

    AccessBook access() {
        return access;
    }

    /** Every bucket, by name. */
    CompletionStage<List<Located>> buckets() {
        CompletionStage<List<Located>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (Store store : stores.values()) {
            all = all.thenCombine(bucketsOf(store), (found, more) -> {
                more.stream()
                        .filter(b ->
                                found.stream().noneMatch(f -> f.bucket().name().equals(b.name())))
                        .forEach(b -> found.add(new Located(store, b)));
                return found;
            });
        }
        return all.thenApply(found -> found.stream()
                .sorted(Comparator.comparing(located -> located.bucket().name()))
                .toList());
    }

    private static CompletionStage<List<BucketRecord>> bucketsOf(Store store) {
        return store.provider().capability(BucketStore.class).isPresent()
                ? store.buckets(BucketStore::list)
                : CompletableFuture.completedStage(List.of());
    }

    CompletionStage<Optional<Located>> find(BucketName name) {
        CompletionStage<Optional<Located>> found = CompletableFuture.completedStage(Optional.empty());
        for (Store store : stores.values()) {
            found = found.thenCompose(located -> located.isPresent()
                    ? CompletableFuture.completedStage(located)
                    : store.buckets(b -> b.find(name)).thenApply(b -> b.map(record -> new Located(store, record))));
        }
        return found;
    }

    CompletionStage<Optional<Located>> find(BucketId id) {
        Predicate<Located> same = located -> located.bucket().id().equals(id);
        return buckets().thenApply(all -> all.stream().filter(same).findFirst());
    }

    /** The bucket, if that user may do so there; NO_SUCH_BUCKET or FORBIDDEN else. */
    CompletionStage<Located> require(User user, BucketName name, Permission wanted) {
        return find(name).thenApply(found -> permit(user, name.value(), found, wanted));
    }

    Located permit(User user, String asked, Optional<Located> found, Permission wanted) {
        Located located =
                found.orElseThrow(() -> new ApiException(Problem.NO_SUCH_BUCKET, "there is no bucket " + asked));
        if (!access.permits(user, located.bucket(), wanted)) {
            throw forbidden(asked, access.permits(user, located.bucket(), Permission.READ));
        }
        return located;
    }

    private static ApiException forbidden(String bucket, boolean readable) {
        return new ApiException(
                Problem.FORBIDDEN,
                "bucket " + bucket + " belongs to another user"
                        + (readable ? ", who shared it for reading only; ask for the right to write" : ""));
    }

    /** The bucket, if it is that user's own or the user sees all; sharing gives nobody that right. */
    CompletionStage<Located> requireOwn(User user, BucketName name) {
        return require(user, name, Permission.READ).thenApply(located -> {
            if (!user.reaches(located.bucket().owner())) {
                throw new ApiException(
                        Problem.FORBIDDEN,
                        "bucket " + name + " belongs to another user; only its owner, ADMIN and ROOT may share or"
                                + " remove it");
            }
            return located;
        });
    }
}
