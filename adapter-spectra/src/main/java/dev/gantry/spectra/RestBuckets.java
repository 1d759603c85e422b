package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.Page;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Buckets in the management style. */
final class RestBuckets {

    CompletionStage<Reply> list(Call call) {
        return call.gateway().buckets().list().thenApply(all -> {
            Page<Bucket> page = Paging.of(
                    chosen(all, call.query()),
                    call.query(),
                    bucket -> bucket.id().value());
            return Answers.list(
                    page, out -> page.items().forEach(bucket -> out.element("Bucket", one -> record(one, bucket))));
        });
    }

    private static List<Bucket> chosen(List<Bucket> all, Query query) {
        Optional<String> name = query.text("name");
        Optional<String> policy = query.text("data_policy_id");
        Optional<String> user = query.text("user_id");
        return all.stream()
                .filter(bucket ->
                        name.isEmpty() || name.get().equals(bucket.name().value()))
                .filter(bucket -> policy.isEmpty() || isPolicy(bucket.store(), policy.get()))
                .filter(bucket -> user.isEmpty()
                        || user.get().equalsIgnoreCase(bucket.owner().toString()))
                .toList();
    }

    private static boolean isPolicy(StoreId store, String idOrName) {
        return store.value().equals(idOrName) || Policies.id(store).toString().equalsIgnoreCase(idOrName);
    }

    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .buckets()
                .find(call.target().item())
                .thenApply(bucket -> Answers.data(out -> record(out, bucket)));
    }

    /** A bucket belongs to whoever makes it and is never protected. */
    CompletionStage<Reply> create(Call call) {
        BucketName name = new BucketName(call.query().required("name"));
        Optional<BucketId> id = call.query().text("id").map(BucketId::parse);
        refuseOthers(call, call.gateway().user().id());
        return store(call)
                .thenCompose(store -> call.gateway().buckets().create(name, store, id))
                .thenApply(bucket -> Answers.document(201, Headers.none(), "Data", out -> record(out, bucket)));
    }

    /** What a bucket is cannot be changed here: only what it is anyway is taken. */
    CompletionStage<Reply> modify(Call call) {
        return call.gateway().buckets().find(call.target().item()).thenCombine(store(call), (bucket, store) -> {
            refuseOthers(call, bucket.owner());
            if (store.filter(asked -> !asked.equals(bucket.store())).isPresent()) {
                throw WireException.notImplemented("moving a bucket to another data policy");
            }
            return Answers.data(out -> record(out, bucket));
        });
    }

    private static void refuseOthers(Call call, UserId owner) {
        if (call.query().isTrue("protected")) {
            throw WireException.notImplemented("protecting a bucket");
        }
        call.query()
                .text("user_id")
                .filter(user -> !user.equalsIgnoreCase(owner.toString()))
                .ifPresent(user -> {
                    throw WireException.notImplemented("giving a bucket to another user");
                });
    }

    /** Whether a PUT job could begin now: the bucket is there, and its store can be worked with. */
    CompletionStage<Reply> verifySafe(Call call) {
        return call.gateway()
                .buckets()
                .find(call.target().item())
                .thenCompose(bucket -> call.gateway().stores().check(bucket.store()))
                .thenApply(done -> Answers.ok());
    }

    private static CompletionStage<Optional<StoreId>> store(Call call) {
        Optional<String> policy = call.query().text("data_policy_id");
        return policy.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : Policies.find(call.gateway(), policy.get()).thenApply(store -> Optional.of(store.id()));
    }

    /** With {@code force} the jobs of the bucket end and its objects go first. */
    CompletionStage<Reply> delete(Call call) {
        boolean force = call.query().isTrue("force");
        return call.gateway()
                .buckets()
                .find(call.target().item())
                .thenApply(bucket -> requireOwn(call, bucket))
                .thenCompose(bucket -> (force ? empty(call.gateway(), bucket) : CompletableFuture.completedStage(0L))
                        .thenCompose(objects -> call.gateway().buckets().delete(bucket.name())))
                .thenApply(done -> Answers.noContent());
    }

    /** Before anything is removed: a bucket that is only shared with the user may be emptied, but not removed. */
    private static Bucket requireOwn(Call call, Bucket bucket) {
        if (!call.gateway().user().reaches(bucket.owner())) {
            throw new ApiException(
                    Problem.FORBIDDEN, "only its owner, ADMIN and ROOT may remove bucket " + bucket.name());
        }
        return bucket;
    }

    private static CompletionStage<Long> empty(Gateway gateway, Bucket bucket) {
        return gateway.jobs()
                .all(JobFilter.running().in(bucket.name()))
                .thenCompose(jobs -> Stages.all(jobs.stream()
                        .map(job -> gateway.jobs().cancel(job.id(), "bucket " + bucket.name() + " is deleted"))
                        .toList()))
                .thenCompose(ended -> new Sweep(gateway, bucket.name(), "").run());
    }

    private static void record(XmlOut out, Bucket bucket) {
        out.text("CreationDate", bucket.created())
                .text("DataPolicyId", Policies.id(bucket.store()))
                .text("Id", bucket.id())
                .text("LastPreferredChunkSizeInBytes", "")
                .text("Name", bucket.name())
                .text("Protected", false)
                .text("UserId", bucket.owner());
    }
}
