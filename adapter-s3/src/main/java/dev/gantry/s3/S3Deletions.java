package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.Windowed;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Many objects removed by one request (docs/s3.md, Deletions). S3 does not tell what was there, so it is asked before. */
final class S3Deletions implements BatchDelete {

    private static final int ASKED_AT_ONCE = 32;

    private final S3Account account;
    private final S3Heads heads;

    S3Deletions(S3Account account) {
        this.account = account;
        this.heads = new S3Heads(account);
    }

    @Override
    public CompletionStage<List<Optional<ProviderException>>> delete(BucketName bucket, List<ObjectName> names) {
        if (names.size() > MAX_NAMES) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    "at most " + MAX_NAMES + " objects are deleted at once, not " + names.size(), null));
        }
        List<ObjectName> asked = names.stream().distinct().toList();
        return heads.find(
                        asked.stream().map(name -> new ObjectKey(bucket, name)).toList())
                .thenCompose(found -> remove(bucket, asked, found))
                .thenApply(ends -> names.stream().map(ends::get).toList());
    }

    private CompletionStage<Map<ObjectName, Optional<ProviderException>>> remove(
            BucketName bucket, List<ObjectName> names, List<Optional<StoredObject>> found) {
        Map<ObjectName, Optional<ProviderException>> ends = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            ObjectKey key = new ObjectKey(bucket, names.get(i));
            if (OwnNames.isOwn(key.name().value())) {
                ends.put(key.name(), Optional.of(OwnNames.refused(key)));
            } else if (found.get(i).isEmpty()) {
                ends.put(key.name(), Optional.of(new ProviderException.NotFound("there is no object " + key)));
            }
        }
        List<ObjectName> there =
                names.stream().filter(name -> !ends.containsKey(name)).toList();
        return there.isEmpty() ? CompletableFuture.completedStage(ends) : request(bucket, there, ends);
    }

    private CompletionStage<Map<ObjectName, Optional<ProviderException>>> request(
            BucketName bucket, List<ObjectName> names, Map<ObjectName, Optional<ProviderException>> ends) {
        byte[] document = document(names).getBytes(StandardCharsets.UTF_8);
        S3Call call = S3Call.bucket("POST", bucket)
                .query("delete", "")
                .document(document)
                .header("Content-MD5", md5(document));
        return account.read(call, told -> told(call, told)).thenCompose(told -> {
            names.forEach(name -> Optional.ofNullable(told.get(name.value())).ifPresent(end -> ends.put(name, end)));
            List<ObjectName> untold =
                    names.stream().filter(name -> !ends.containsKey(name)).toList();
            return Windowed.map(untold, ASKED_AT_ONCE, name -> account.head(new ObjectKey(bucket, name)))
                    .thenApply(left -> {
                        for (int i = 0; i < untold.size(); i++) {
                            ends.put(untold.get(i), left.get(i).map(there -> silence(there.stored())));
                        }
                        return ends;
                    });
        });
    }

    private static ProviderException silence(StoredObject there) {
        return new ProviderException.Unavailable("S3 does not say why it did not delete " + there.key(), null);
    }

    /** How each name ended that the answer tells of. */
    private static Map<String, Optional<ProviderException>> told(S3Call call, S3Document answer) {
        Map<String, Optional<ProviderException>> told = new HashMap<>();
        answer.all("Deleted").forEach(gone -> gone.text("Key").ifPresent(key -> told.put(key, Optional.empty())));
        answer.all("Error")
                .forEach(error ->
                        error.text("Key").ifPresent(key -> told.put(key, Optional.of(why(call, key, error)))));
        return told;
    }

    private static ProviderException why(S3Call call, String key, S3Document error) {
        String message = error.text("Message").orElse("") + " (" + key + ")";
        return S3Failure.of(call, new S3Failure.Said(500, error.text("Code").orElse(""), message), Headers.none());
    }

    private static String document(List<ObjectName> names) {
        StringBuilder xml = new StringBuilder("<Delete xmlns=\"" + S3Account.NAMESPACE + "\">");
        names.forEach(name ->
                xml.append("<Object><Key>").append(XmlText.escape(name.value())).append("</Key></Object>"));
        return xml.append("</Delete>").toString();
    }

    /** Services that know no other checksum ask for it. */
    private static String md5(byte[] document) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
