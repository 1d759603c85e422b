package dev.gantry.spectra;

import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Objects.Page;
import dev.gantry.ports.api.Problem;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/**
 * Walks over the objects of buckets, sorted by name whatever the bucket. Holds one small page a bucket, of at most 1,000
 * objects in all unless there are more buckets. For threads that may block.
 */
final class ObjectWalk {

    private final Gateway gateway;
    private final ObjectFilter filter;

    ObjectWalk(Gateway gateway, ObjectFilter filter) {
        this.gateway = gateway;
        this.filter = filter;
    }

    /** Hands over each object that the filter accepts, with its bucket. */
    void run(List<Bucket> buckets, BiConsumer<Bucket, ObjectInfo> each) {
        int page = Math.max(1, ListQuery.MAX_PAGE / Math.max(1, buckets.size()));
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(
                Comparator.comparing(cursor -> cursor.next().key().name()));
        buckets.stream()
                .map(bucket -> new Cursor(bucket, page))
                .filter(Cursor::hasNext)
                .forEach(cursors::add);
        while (!cursors.isEmpty()) {
            Cursor first = cursors.remove();
            ObjectInfo object = first.take();
            if (filter.accepts(object)) {
                each.accept(first.bucket, object);
            }
            if (first.hasNext()) {
                cursors.add(first);
            }
        }
    }

    /** One bucket's objects from some place on. A name that is asked for is looked up, not searched. */
    private final class Cursor {

        private final Bucket bucket;
        private final Deque<ObjectInfo> page = new ArrayDeque<>();
        private Optional<ListQuery> following = Optional.empty();

        Cursor(Bucket bucket, int size) {
            this.bucket = bucket;
            if (filter.name().isPresent()) {
                head(new ObjectKey(bucket.name(), new ObjectName(filter.name().get())))
                        .ifPresent(page::add);
            } else {
                following = Optional.of(new ListQuery(filter.prefix(), "", Optional.empty(), size));
            }
        }

        private Optional<ObjectInfo> head(ObjectKey key) {
            try {
                return Optional.of(Stages.await(gateway.objects().head(key)));
            } catch (ApiException e) {
                if (e.problem() == Problem.NO_SUCH_OBJECT) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        boolean hasNext() {
            while (page.isEmpty() && following.isPresent()) {
                ListQuery query = following.get();
                Page found = Stages.await(gateway.objects().list(bucket.name(), query));
                page.addAll(found.objects());
                following = found.next().map(query::from);
            }
            return !page.isEmpty();
        }

        ObjectInfo next() {
            return page.element();
        }

        ObjectInfo take() {
            return page.remove();
        }
    }
}
