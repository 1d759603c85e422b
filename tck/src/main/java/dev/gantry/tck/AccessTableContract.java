package dev.gantry.tck;

import static dev.gantry.tck.JobStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.AccessTable;
import dev.gantry.ports.spi.JobStore;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link AccessTable} promises. */
public interface AccessTableContract {

    /** A job store that is not open, and empty when a test begins. */
    JobStore newJobStore();

    private static BucketId bucket(long number) {
        return new BucketId(new UUID(4, number));
    }

    private static AccessList list(int users) {
        Map<UserId, Permission> rights = new HashMap<>();
        for (int i = 0; i < users; i++) {
            rights.put(new UserId(new UUID(5, i)), i % 2 == 0 ? Permission.READ : Permission.WRITE);
        }
        return new AccessList(rights, Map.of(GroupName.PUBLIC, Permission.READ));
    }

    @Test
    default void aListIsKeptAsItWasSavedLast() {
        try (JobStore store = newJobStore()) {
            await(store.open());
            AccessTable access = store.access();
            assertThat(await(access.all())).isEmpty();
            await(access.save(bucket(1), list(3)));
            await(access.save(bucket(2), list(AccessList.MAX - 1)));
            await(access.save(bucket(1), list(1)));
            assertThat(await(access.all())).isEqualTo(Map.of(bucket(1), list(1), bucket(2), list(AccessList.MAX - 1)));
        }
    }

    @Test
    default void anEmptyListIsForgotten() {
        try (JobStore store = newJobStore()) {
            await(store.open());
            AccessTable access = store.access();
            await(access.save(bucket(1), list(1)));
            await(access.save(bucket(2), list(2)));
            await(access.save(bucket(1), AccessList.none()));
            await(access.save(bucket(1), AccessList.none()));
            assertThat(await(access.all())).isEqualTo(Map.of(bucket(2), list(2)));
        }
    }
}
