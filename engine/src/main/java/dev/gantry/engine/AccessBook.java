package dev.gantry.engine;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Job;
import dev.gantry.domain.Permission;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.AccessTable;
import dev.gantry.ports.spi.BucketRecord;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** With whom buckets are shared, as it holds now. Changed on the control thread, read anywhere. */
final class AccessBook {

    /** Why a job ends whose owner lost the right to what it does. */
    static final String TAKEN_AWAY = "the bucket is not shared with the job's owner any more";

    private final Control control;
    private final AccessTable table;
    private final Function<UserId, Set<GroupName>> groups;
    private final Map<BucketId, AccessList> lists = new ConcurrentHashMap<>();

    AccessBook(Control control, AccessTable table, Function<UserId, Set<GroupName>> groups) {
        this.control = control;
        this.table = table;
        this.groups = groups;
    }

    /** Takes up what was kept; called once, when the job store is open. */
    CompletionStage<Void> load() {
        return control.then(table.all(), kept -> {
            lists.putAll(kept);
            return CompletableFuture.completedStage(null);
        });
    }

    AccessList of(BucketId bucket) {
        return lists.getOrDefault(bucket, AccessList.none());
    }

    /** Whether that user may do so there: its owner, those who see all, and those it is shared with. */
    boolean permits(User user, BucketRecord bucket, Permission wanted) {
        return user.reaches(bucket.owner()) || of(bucket.id()).permits(user.id(), groupsOf(user), wanted);
    }

    /** Whether a job's owner may not do there what the job does. */
    boolean forbids(Job job, BucketRecord bucket) {
        return !permits(job.owner(), bucket, Permission.of(job.kind()));
    }

    private Set<GroupName> groupsOf(User user) {
        Set<GroupName> all = new HashSet<>(groups.apply(user.id()));
        all.add(GroupName.PUBLIC);
        return all;
    }

    /** Holds once it is durable. */
    CompletionStage<Void> replace(BucketId bucket, AccessList list) {
        return control.then(table.save(bucket, list), kept -> {
            if (list.isEmpty()) {
                lists.remove(bucket);
            } else {
                lists.put(bucket, list);
            }
            return CompletableFuture.completedStage(null);
        });
    }

    /** Ends what is known of a bucket that is not there any more; costs nothing where there is nothing. */
    CompletionStage<Void> forget(BucketId bucket) {
        return lists.containsKey(bucket) ? replace(bucket, AccessList.none()) : CompletableFuture.completedStage(null);
    }
}
