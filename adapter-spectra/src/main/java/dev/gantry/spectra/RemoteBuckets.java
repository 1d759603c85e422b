package dev.gantry.spectra;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Problem;
import dev.gantry.spectra.RemotePolicies.Policy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The buckets of the far side. */
final class RemoteBuckets implements Buckets {

    private static final int REMEMBERED = 1000;
    private static final StoreId UNKNOWN = new StoreId("unknown");

    private final RemoteNode node;
    private final RemotePolicies policies;
    private final RemoteMemory<BucketName, StoreId> places = new RemoteMemory<>(REMEMBERED);

    RemoteBuckets(RemoteNode node, RemotePolicies policies) {
        this.node = node;
        this.policies = policies;
    }

    /** A bucket's record, which names its data policy by id only. */
    private record Entry(BucketId id, BucketName name, String policy, Instant created, UserId owner) {

        static Entry of(RemoteElement element) {
            return new Entry(
                    BucketId.parse(element.get("Id")),
                    new BucketName(element.get("Name")),
                    element.get("DataPolicyId"),
                    RemoteValues.time("CreationDate", element.get("CreationDate")),
                    UserId.parse(element.get("UserId")));
        }

        Bucket in(Policy place) {
            return new Bucket(
                    id, name, place.store(), created, owner, place.versioning().replaces(), AccessList.none());
        }
    }

    @Override
    public CompletionStage<Bucket> create(BucketName name, Optional<StoreId> store, Optional<BucketId> bucket) {
        RemoteCall call =
                RemoteCall.rest("POST", "bucket").query("name", name.value()).clash(Problem.BUCKET_EXISTS);
        bucket.ifPresent(id -> call.query("id", id.toString()));
        store.ifPresent(id -> call.query("data_policy_id", id.value()));
        return one(call);
    }

    @Override
    public CompletionStage<Bucket> find(String nameOrId) {
        return one(RemoteCall.rest("GET", "bucket/" + nameOrId).missing(Problem.NO_SUCH_BUCKET));
    }

    private CompletionStage<Bucket> one(RemoteCall call) {
        return node.read(call, (headers, in) -> Entry.of(RemoteElement.read(in, "Data")))
                .thenCompose(entry -> policies.find(entry.policy()).thenApply(policy -> remembered(entry.in(policy))));
    }

    private Bucket remembered(Bucket bucket) {
        places.keep(bucket.name(), bucket.store());
        return bucket;
    }

    @Override
    public CompletionStage<List<Bucket>> list() {
        return RemotePages.of(node, "bucket", "Bucket", Entry::of)
                .thenCompose(entries -> policies.list().thenApply(all -> buckets(entries, all)));
    }

    /** A bucket whose policy the caller may not see is not the caller's to see either. */
    private List<Bucket> buckets(List<Entry> entries, List<Policy> all) {
        Map<String, Policy> byId = all.stream().collect(Collectors.toMap(Policy::id, Function.identity()));
        return entries.stream()
                .filter(entry -> byId.containsKey(entry.policy()))
                .map(entry -> remembered(entry.in(byId.get(entry.policy()))))
                .sorted(Comparator.comparing(Bucket::name))
                .toList();
    }

    @Override
    public CompletionStage<Void> delete(BucketName name) {
        places.forget(name);
        RemoteCall call = RemoteCall.bucket("DELETE", name).clash(Problem.BUCKET_NOT_EMPTY);
        return node.confirm(call).thenAccept(headers -> {});
    }

    /** The protocol shares buckets by operations of its own, which Gantry does not send. */
    @Override
    public CompletionStage<Bucket> share(BucketName name, AccessList list) {
        return CompletableFuture.failedStage(new ApiException(
                Problem.NOT_IMPLEMENTED,
                "bucket " + name + " cannot be shared over Spectra S3; use the node's DuraStore"));
    }

    /**
     * Where the bucket's objects are; the store "unknown" of a bucket that is gone, since its jobs outlive it. A bucket
     * that others make anew elsewhere is noticed by {@link #find} and {@link #list} only.
     */
    CompletionStage<StoreId> store(BucketName name) {
        Optional<StoreId> place = places.find(name);
        return place.isPresent()
                ? CompletableFuture.completedFuture(place.get())
                : find(name.value()).thenApply(Bucket::store).exceptionally(RemoteBuckets::unknownIfGone);
    }

    private static StoreId unknownIfGone(Throwable failure) {
        if (RemoteNode.unwrapped(failure) instanceof ApiException e && e.problem() == Problem.NO_SUCH_BUCKET) {
            return UNKNOWN;
        }
        throw new CompletionException(RemoteNode.unwrapped(failure));
    }
}
