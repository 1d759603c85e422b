package dev.gantry.spectra;

import dev.gantry.domain.ListQuery;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Objects.Page;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bucket's objects, a page at a time (docs/spectra-s3.md, Listings). */
final class ListingOperation implements Operation {

    private final Accounts accounts;

    ListingOperation(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public CompletionStage<Reply> run(Call call) {
        int max = (int)
                Math.min(ListQuery.MAX_PAGE, call.query().number("max_keys").orElse(ListQuery.MAX_PAGE));
        return call.gateway()
                .buckets()
                .find(call.target().container())
                .thenCompose(bucket -> page(call, bucket, max).thenApply(page -> answer(call, bucket, page, max)));
    }

    /** A page of nothing is asked for by some clients, to see whether the bucket is there. */
    private static CompletionStage<Page> page(Call call, Bucket bucket, int max) {
        return max == 0
                ? CompletableFuture.completedStage(new Page(List.of(), List.of(), Optional.empty()))
                : call.gateway().objects().list(bucket.name(), query(call.query(), max));
    }

    private static ListQuery query(Query query, int max) {
        return new ListQuery(
                query.text("prefix").orElse(""), query.text("marker").orElse(""), query.text("delimiter"), max);
    }

    private Reply answer(Call call, Bucket bucket, Page page, int max) {
        Query query = call.query();
        boolean versions = query.isTrue("versions");
        return Answers.document("ListBucketResult", out -> {
            out.text("CreationDate", bucket.created())
                    .text("Delimiter", query.text("delimiter"))
                    .text("IsTruncated", page.next().isPresent())
                    .text("Marker", query.text("marker"))
                    .text("MaxKeys", max)
                    .text("Name", bucket.name());
            page.next().ifPresent(next -> out.text("NextMarker", next));
            out.text("Prefix", query.text("prefix"));
            page.objects().forEach(object -> entry(out, object, bucket, versions));
            page.commonPrefixes().forEach(p -> out.element("CommonPrefixes", one -> one.text("Prefix", p)));
        });
    }

    private void entry(XmlOut out, ObjectInfo object, Bucket bucket, boolean versions) {
        out.element(versions ? "Version" : "Contents", one -> {
            one.text("Key", object.key().name())
                    .text("LastModified", object.created())
                    .text("ETag", ETags.of(object))
                    .text("Size", object.length())
                    .text("StorageClass", "STANDARD")
                    .element(
                            "Owner",
                            owner -> owner.text("ID", bucket.owner()).text("DisplayName", name(bucket.owner())));
            if (versions) {
                one.text("IsLatest", true);
            }
            one.text("VersionId", object.id());
        });
    }

    private String name(UserId owner) {
        return accounts.users().stream()
                .filter(user -> user.id().equals(owner))
                .map(User::name)
                .findFirst()
                .orElse(owner.toString());
    }
}
