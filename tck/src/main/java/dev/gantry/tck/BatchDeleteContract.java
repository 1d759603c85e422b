package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.ProviderException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link BatchDelete} promises. */
public interface BatchDeleteContract extends ProviderContract {

    private BatchDelete batches() {
        return provider().capability(BatchDelete.class).orElseThrow();
    }

    private void store(List<ObjectName> names) {
        names.forEach(name -> put(provider().objects(), new ObjectKey(bucket(), name), new byte[3]));
    }

    private List<Boolean> there(List<ObjectName> names) {
        List<ObjectKey> keys =
                names.stream().map(name -> new ObjectKey(bucket(), name)).toList();
        return await(provider().objects().head(keys)).stream()
                .map(Optional::isPresent)
                .toList();
    }

    @Test
    default void everyObjectIsRemovedAndAnswersInItsPlace() {
        List<ObjectName> names = IntStream.range(0, 40)
                .mapToObj(i -> new ObjectName("many/" + i))
                .toList();
        List<ObjectName> missing =
                Stream.of("away", "many/x", "zz").map(ObjectName::new).toList();
        List<ObjectName> others =
                Stream.of("many", "many/3x", "other").map(ObjectName::new).toList();
        store(names);
        store(others.subList(1, 3));
        List<ObjectName> asked = new ArrayList<>(names);
        asked.add(7, missing.get(0));
        asked.add(missing.get(1));
        asked.add(0, missing.get(2));
        List<Optional<ProviderException>> ends = await(batches().delete(bucket(), asked));
        assertThat(ends).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            boolean found = names.contains(asked.get(i));
            assertThat(ends.get(i).isEmpty()).as("%s", asked.get(i)).isEqualTo(found);
            ends.get(i).ifPresent(why -> assertThat(why).isInstanceOf(ProviderException.NotFound.class));
        }
        assertThat(there(names)).containsOnly(false);
        assertThat(there(others)).containsExactly(false, true, true);
        assertThat(await(batches().delete(bucket(), names))).allMatch(Optional::isPresent);
    }

    @Test
    default void namesAreTakenAsTheyAre() {
        List<ObjectName> names = Stream.of(
                        "a b+c%20&amp;<d>\"'", "\u2603/\u00fc", " lead and trail ", "]]>", "x\u00a0y", "\ud83d\ude00")
                .map(ObjectName::new)
                .toList();
        store(names);
        assertThat(await(batches().delete(bucket(), names))).allMatch(Optional::isEmpty);
        assertThat(there(names)).containsOnly(false);
    }

    @Test
    default void nameThatStandsThereTwiceIsAnsweredAlike() {
        ObjectName name = new ObjectName("twice");
        store(List.of(name));
        assertThat(await(batches().delete(bucket(), List.of(name, name)))).allMatch(Optional::isEmpty);
        assertThat(there(List.of(name))).containsExactly(false);
    }

    @Test
    default void inAMissingBucketNothingIsFound() {
        List<ObjectName> names = List.of(new ObjectName("a"), new ObjectName("b"));
        assertThat(await(batches().delete(new BucketName("missing"), names)))
                .allSatisfy(why -> assertThat(why).containsInstanceOf(ProviderException.NotFound.class));
        assertThat(await(batches().delete(bucket(), List.of()))).isEmpty();
    }

    @Test
    default void moreNamesThanOneCallTakesAreRejected() {
        List<ObjectName> names = Collections.nCopies(BatchDelete.MAX_NAMES + 1, new ObjectName("a"));
        assertThat(failure(batches().delete(bucket(), names))).isInstanceOf(ProviderException.Rejected.class);
    }
}
