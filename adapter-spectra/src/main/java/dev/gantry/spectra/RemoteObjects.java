package dev.gantry.spectra;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The objects of the far side (docs/spectra-s3.md, Objects). */
final class RemoteObjects implements Objects {

    private final RemoteNode node;

    RemoteObjects(RemoteNode node) {
        this.node = node;
    }

    /** A listing tells no metadata, layout or checksums, and seldom an object's id; {@link #head} does. */
    @Override
    public CompletionStage<Page> list(BucketName bucket, ListQuery query) {
        RemoteCall call = RemoteCall.bucket("GET", bucket).query("max_keys", Integer.toString(query.max()));
        Optional.of(query.prefix()).filter(p -> !p.isEmpty()).ifPresent(prefix -> call.query("prefix", prefix));
        Optional.of(query.after()).filter(a -> !a.isEmpty()).ifPresent(after -> call.query("marker", after));
        query.delimiter().ifPresent(delimiter -> call.query("delimiter", delimiter));
        return node.read(call, (headers, in) -> page(bucket, RemoteElement.read(in, "ListBucketResult")));
    }

    private static Page page(BucketName bucket, RemoteElement listing) {
        boolean truncated =
                listing.find("IsTruncated").filter("true"::equalsIgnoreCase).isPresent();
        return new Page(
                listing.children("Contents").stream()
                        .map(entry -> entry(bucket, entry))
                        .toList(),
                listing.children("CommonPrefixes").stream()
                        .flatMap(entry -> entry.texts("Prefix"))
                        .toList(),
                truncated ? Optional.of(listing.get("NextMarker")) : Optional.empty());
    }

    private static ObjectInfo entry(BucketName bucket, RemoteElement entry) {
        ObjectKey key = new ObjectKey(bucket, new ObjectName(entry.get("Key")));
        long length = entry.number("Size");
        Instant created = entry.find("LastModified")
                .map(text -> RemoteValues.time("LastModified", text))
                .orElse(Instant.EPOCH);
        Optional<String> version = entry.find("VersionId");
        String state = version.or(() -> entry.find("ETag")).orElse(created + "/" + length);
        return new ObjectInfo(
                key,
                version.map(ObjectId::parse).orElseGet(() -> RemoteIds.object(bucket, key.name(), state)),
                new VersionToken(state),
                length,
                created,
                Metadata.none(),
                BlobLayout.whole(length),
                List.of(Checksums.none()));
    }

    @Override
    public CompletionStage<ObjectInfo> head(ObjectKey key) {
        return node.confirm(RemoteCall.object("HEAD", key))
                .thenCompose(headers -> node.understood(
                        "HEAD of " + key,
                        () -> RemoteObjectInfo.of(
                                key,
                                headers,
                                RemoteValues.number(
                                        WireNames.CONTENT_LENGTH,
                                        headers.first(WireNames.CONTENT_LENGTH).orElse("")))));
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return node.confirm(RemoteCall.object("DELETE", key)).thenAccept(headers -> {});
    }

    @Override
    public CompletionStage<List<Optional<ApiException>>> delete(BucketName bucket, List<ObjectName> names) {
        return new RemoteDeletion(node, bucket).delete(names);
    }

    @Override
    public CompletionStage<ObjectInfo> update(ObjectKey key, Metadata metadata) {
        return notOffered("changing the metadata of " + key);
    }

    @Override
    public CompletionStage<ObjectInfo> copy(ObjectKey source, ObjectKey target, Set<ChecksumType> wanted) {
        return notOffered("copying " + source);
    }

    private static <T> CompletionStage<T> notOffered(String what) {
        return CompletableFuture.failedStage(
                new ApiException(Problem.NOT_IMPLEMENTED, what + " is not part of Spectra S3"));
    }
}
