package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bare;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore#list} promises, and that any legal name is one. */
public interface ListContract extends ProviderContract {

    private ObjectStore store() {
        return provider().objects();
    }

    private ListPage list(ListQuery query) {
        return await(store().list(bucket(), query));
    }

    private static List<String> names(ListPage page) {
        return page.objects().stream().map(o -> o.key().name().value()).toList();
    }

    /** Names that a bucket holds side by side; fewer only where the counterpart of a test cannot hold all. */
    default List<String> awkwardNames() {
        return AwkwardNames.ALL;
    }

    /** The name of an object that stands before {@code b/1}: a folder, where the counterpart of a test can hold one. */
    default String folder() {
        return "b/";
    }

    /** A text that rolls names up; only a slash where the counterpart of a test knows no other. */
    default String delimiter() {
        return "/x";
    }

    private void putAll(String... names) {
        for (String name : names) {
            put(store(), ObjectKey.of(bucket().value(), name), bytes(3, 1));
        }
    }

    @Test
    default void missingBucketIsNotFound() {
        assertThat(failure(store().list(new BucketName("missing"), ListQuery.all())))
                .isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    default void emptyBucketHasOneEmptyPage() {
        assertThat(list(ListQuery.all())).isEqualTo(new ListPage(List.of(), List.of(), Optional.empty()));
    }

    @Test
    default void listedObjectsAreWhatHeadGives() {
        StoredObject object = put(store(), ObjectKey.of(bucket().value(), "dir/name"), bytes(3, 1));
        assertThat(list(ListQuery.all()).objects()).singleElement().isIn(object, bare(object));
    }

    @Test
    default void everyLegalNameCoexistsAndKeepsItsBytes() {
        TreeMap<ObjectName, StoredObject> objects = new TreeMap<>();
        for (String name : awkwardNames()) {
            ObjectKey key = ObjectKey.of(bucket().value(), name);
            objects.put(key.name(), put(store(), key, bytes(16, name.hashCode())));
        }
        assertThat(list(ListQuery.all()).objects().stream().map(TestObjects::bare))
                .containsExactlyElementsOf(
                        objects.values().stream().map(TestObjects::bare).toList());
        objects.forEach((name, object) -> assertThat(get(store(), object))
                .as(name.value())
                .isEqualTo(bytes(16, name.value().hashCode())));
        objects.values().forEach(object -> await(store().delete(object.key())));
        assertThat(list(ListQuery.all()).objects()).isEmpty();
    }

    @Test
    default void prefixAndAfterNarrowTheListing() {
        putAll("a", "b!", "b/1", "b/2", "bb", "c");
        assertThat(names(list(new ListQuery("b", "", Optional.empty(), 1000))))
                .containsExactly("b!", "b/1", "b/2", "bb");
        assertThat(names(list(new ListQuery("b/", "b/1", Optional.empty(), 1000))))
                .containsExactly("b/2");
        assertThat(names(list(new ListQuery("", "b/15", Optional.empty(), 1000))))
                .containsExactly("b/2", "bb", "c");
        assertThat(names(list(new ListQuery("b/", "b/", Optional.empty(), 1000))))
                .containsExactly("b/1", "b/2");
    }

    @Test
    default void namesWithTheDelimiterAreRolledUp() {
        putAll("a", folder(), "b/1", "b/2/x", "c", "d/1");
        ListPage top = list(new ListQuery("", "", Optional.of("/"), 1000));
        assertThat(names(top)).containsExactly("a", "c");
        assertThat(top.commonPrefixes()).containsExactly("b/", "d/");
        ListPage below = list(new ListQuery("b/", "", Optional.of("/"), 1000));
        assertThat(names(below)).containsExactly(folder(), "b/1");
        assertThat(below.commonPrefixes()).containsExactly("b/2/");
    }

    @Test
    default void delimiterMayBeAnyText() {
        List<String> all = List.of("a", "b/1", "b/2/x", "b/2/xy", "c/x");
        putAll(all.toArray(String[]::new));
        ListQuery query = new ListQuery("", "", Optional.of(delimiter()), 1000);
        assertThat(list(query).commonPrefixes())
                .containsExactlyElementsOf(all.stream()
                        .flatMap(name -> query.commonPrefix(name).stream())
                        .distinct()
                        .toList());
    }

    @Test
    default void afterACommonPrefixEverythingBelowItIsSkipped() {
        putAll("a/1", "a/2", "b/1", "c");
        ListPage page = list(new ListQuery("", "a/", Optional.of("/"), 1000));
        assertThat(names(page)).containsExactly("c");
        assertThat(page.commonPrefixes()).containsExactly("b/");
        assertThat(names(list(new ListQuery("a/", "a/", Optional.of("/"), 1000))))
                .containsExactly("a/1", "a/2");
    }

    @Test
    default void pagesFollowEachOtherWithoutGapOrRepeat() {
        putAll("a", "b/1", "b/2", "c", "d/1", "e", "f/1");
        for (int max = 1; max <= 8; max++) {
            List<String> seen = new ArrayList<>();
            Optional<String> after = Optional.of("");
            while (after.isPresent()) {
                ListPage page = list(new ListQuery("", after.get(), Optional.of("/"), max));
                assertThat(page.objects().size() + page.commonPrefixes().size()).isBetween(1, max);
                seen.addAll(names(page));
                seen.addAll(page.commonPrefixes());
                after = page.next();
            }
            assertThat(seen).containsExactlyInAnyOrder("a", "b/", "c", "d/", "e", "f/");
        }
    }
}
