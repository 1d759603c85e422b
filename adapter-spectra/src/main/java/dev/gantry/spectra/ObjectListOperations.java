package dev.gantry.spectra;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Objects as records, over buckets (docs/spectra-s3.md, Object records). */
final class ObjectListOperations {

    private final Documents documents;
    private final ObjectRecords records;

    ObjectListOperations(Documents documents, ObjectRecords records) {
        this.documents = documents;
        this.records = records;
    }

    /** Counting, which every page needs, walks over all objects. */
    CompletionStage<Reply> list(Call call) {
        ObjectFilter filter = ObjectFilter.of(call.query());
        PageRequest page = Paging.request(call.query());
        return buckets(call)
                .thenCompose(buckets -> documents.work(() -> read(call.gateway(), filter, page, buckets)))
                .thenApply(found -> records.list(call.query(), found));
    }

    private static CompletionStage<List<Bucket>> buckets(Call call) {
        Optional<String> asked = call.query().text("bucket_id");
        return asked.isEmpty()
                ? call.gateway().buckets().list()
                : call.gateway().buckets().find(asked.get()).thenApply(List::of);
    }

    private static Page<Located> read(Gateway gateway, ObjectFilter filter, PageRequest page, List<Bucket> buckets) {
        if (page.start() instanceof PageRequest.Last) {
            Window all = new Window(new PageRequest(new PageRequest.At(Long.MAX_VALUE), page.max()));
            new ObjectWalk(gateway, filter).run(buckets, all);
            return read(
                    gateway,
                    filter,
                    new PageRequest(new PageRequest.At(page.lastOf(all.total())), page.max()),
                    buckets);
        }
        Window window = new Window(page);
        new ObjectWalk(gateway, filter).run(buckets, window);
        return window.page();
    }

    CompletionStage<Reply> show(Call call) {
        ObjectName name = name(call);
        return call.gateway()
                .buckets()
                .find(call.query().required("bucket_id"))
                .thenCompose(bucket -> call.gateway()
                        .objects()
                        .head(new ObjectKey(bucket.name(), name))
                        .thenApply(object -> records.show(new Located(bucket, object))));
    }

    /** A slash at the end is part of a folder's name. */
    private static ObjectName name(Call call) {
        return new ObjectName(
                call.target().path().endsWith("/")
                        ? call.target().item() + "/"
                        : call.target().item());
    }
}
