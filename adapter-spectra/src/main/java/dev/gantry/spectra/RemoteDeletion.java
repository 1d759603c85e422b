package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.payload.Buffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has many objects deleted by the far side, as many with a request as the protocol takes (docs/spectra-s3.md, Objects). */
final class RemoteDeletion {

    private final RemoteNode node;
    private final BucketName bucket;

    RemoteDeletion(RemoteNode node, BucketName bucket) {
        this.node = node;
        this.bucket = bucket;
    }

    /** One element a name, in order: empty where the object is gone, else why not. */
    CompletionStage<List<Optional<ApiException>>> delete(List<ObjectName> names) {
        Map<String, ApiException> failed = new HashMap<>();
        List<ObjectName> distinct = names.stream().distinct().toList();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int from = 0; from < distinct.size(); from += DeleteDocument.MAX) {
            List<ObjectName> page = distinct.subList(from, Math.min(distinct.size(), from + DeleteDocument.MAX));
            all = all.thenCompose(done -> request(page)).thenAccept(failed::putAll);
        }
        return all.thenApply(done -> {
            List<Optional<ApiException>> ends = new ArrayList<>();
            names.forEach(name -> ends.add(Optional.ofNullable(failed.get(name.value()))));
            return ends;
        });
    }

    private CompletionStage<Map<String, ApiException>> request(List<ObjectName> names) {
        RemoteCall call =
                RemoteCall.bucket("POST", bucket).flag("delete").body(WireNames.XML, Buffers.of(document(names)));
        return node.read(call, (headers, in) -> failures(call, RemoteElement.read(in, "DeleteResult")));
    }

    private static byte[] document(List<ObjectName> names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XmlOut.write(out, "Delete", delete -> {
                delete.text("Quiet", true);
                names.forEach(name -> delete.element("Object", object -> object.text("Key", name)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Map<String, ApiException> failures(RemoteCall call, RemoteElement result) {
        Map<String, ApiException> failures = new HashMap<>();
        result.children("Error").forEach(error -> failures.put(error.get("Key"), RemoteFailure.inside(call, error)));
        return failures;
    }
}
