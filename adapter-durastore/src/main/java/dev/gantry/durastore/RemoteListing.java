package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Pages of objects out of pages of ids. An object in parts shows by its manifest alone, whose id comes later in the
 * order than the object's name: what may still be to come is asked for by name (docs/durastore.md, Driven: listings).
 */
final class RemoteListing {

    /** Behind every id that begins with what stands before it. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final RemoteContents contents;
    private final RemoteObjects objects;

    RemoteListing(RemoteContents contents, RemoteObjects objects) {
        this.contents = contents;
        this.objects = objects;
    }

    CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return new Scan(bucket, query).next();
    }

    /** One page in the making. */
    private final class Scan {

        private final BucketName bucket;
        private final String space;
        private final ListQuery query;
        private final Optional<ObjectName> after;
        private final TreeMap<ObjectName, Boolean> found = new TreeMap<>(); // true of common prefixes
        private String marker;

        Scan(BucketName bucket, ListQuery query) {
            this.bucket = bucket;
            this.space = SpaceNames.space(bucket);
            this.query = query;
            this.after = name(query.after());
            boolean skips = query.commonPrefix(query.after())
                    .filter(query.after()::equals)
                    .isPresent();
            this.marker = skips ? query.after() + LAST : query.after();
        }

        CompletionStage<ListPage> next() {
            int max = Math.min(RemoteDocuments.PAGE, Math.max(query.max() + 1, 50));
            return contents.list(space, query.prefix(), marker, max).thenCompose(ids -> {
                if (ids.isEmpty()) {
                    return page(true);
                }
                ids.forEach(id -> RemoteNames.object(id).ifPresent(this::consider));
                marker = behind(ids.get(ids.size() - 1));
                return found.size() > query.max() ? laterManifests().thenCompose(nothing -> page(false)) : next();
            });
        }

        /** What is rolled up need not be seen one by one. */
        private String behind(String id) {
            return query.commonPrefix(id)
                    .flatMap(RemoteListing::name)
                    .filter(found::containsKey)
                    .map(common -> common.value() + LAST)
                    .orElse(id);
        }

        private void consider(String text) {
            Optional<ObjectName> name = name(text)
                    .filter(n -> text.startsWith(query.prefix()))
                    .filter(n -> after.isEmpty() || n.compareTo(after.get()) > 0);
            if (name.isPresent()) {
                Optional<String> common = query.commonPrefix(text);
                if (common.isEmpty()) {
                    found.put(name.get(), false);
                } else if (!common.get().equals(query.after())) {
                    found.put(new ObjectName(common.get()), true);
                }
            }
        }

        /** Objects before {@code marker} whose manifests are behind it: their names are beginnings of it. */
        private CompletionStage<Void> laterManifests() {
            List<String> names = IntStream.range(1, marker.length())
                    .filter(end -> marker.substring(end).compareTo(RemoteNames.MANIFEST) < 0)
                    .mapToObj(end -> marker.substring(0, end))
                    .filter(text -> name(text)
                            .filter(RemoteNames::isObject)
                            .filter(RemoteNames::mayHaveManifest)
                            .isPresent())
                    .toList();
            return RemoteBatches.each(
                            names, text -> contents.head(new RemoteAddress(space, text + RemoteNames.MANIFEST)))
                    .thenAccept(heads -> IntStream.range(0, names.size())
                            .filter(i -> heads.get(i).isPresent())
                            .forEach(i -> consider(names.get(i))));
        }

        private CompletionStage<ListPage> page(boolean last) {
            List<ObjectName> shown = found.keySet().stream().limit(query.max()).toList();
            boolean more = !last || found.size() > shown.size();
            List<ObjectKey> keys = shown.stream()
                    .filter(name -> !found.get(name))
                    .map(name -> new ObjectKey(bucket, name))
                    .toList();
            List<String> prefixes =
                    shown.stream().filter(found::get).map(ObjectName::value).toList();
            Optional<String> next = more && !shown.isEmpty()
                    ? Optional.of(shown.get(shown.size() - 1).value())
                    : Optional.empty();
            return described(keys).thenApply(known -> new ListPage(known, prefixes, next));
        }

        private CompletionStage<List<StoredObject>> described(List<ObjectKey> keys) {
            return keys.isEmpty()
                    ? CompletableFuture.completedStage(new ArrayList<>())
                    : RemoteBatches.each(keys, objects::usable)
                            .thenApply(all -> all.stream()
                                    .flatMap(Optional::stream)
                                    .map(RemoteObject::stored)
                                    .toList());
        }
    }

    /** A content's id as an object's name; ids that XML or Gantry cannot name are nobody's. */
    private static Optional<ObjectName> name(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new ObjectName(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
