package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** A space's contents in order, page after page, for threads that may wait. */
final class Contents {

    /** Takes one content. */
    @FunctionalInterface
    interface Taker {
        void take(ObjectInfo object) throws IOException;
    }

    private final Objects objects;
    private final BucketName bucket;

    Contents(Objects objects, BucketName bucket) {
        this.objects = objects;
        this.bucket = bucket;
    }

    /** Gives {@code taker} every content from {@code first} on, which was asked for by {@code query}, {@code max} at most. */
    void forEach(ListQuery query, Objects.Page first, long max, Taker taker) throws IOException {
        Objects.Page page = first;
        long left = max;
        while (true) {
            for (ObjectInfo object : page.objects()) {
                if (left-- == 0) {
                    return;
                }
                taker.take(object);
            }
            if (left <= 0 || page.next().isEmpty()) {
                return;
            }
            page = next(query.from(page.next().get()));
        }
    }

    private Objects.Page next(ListQuery query) throws IOException {
        try {
            return objects.list(bucket, query).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }
}
