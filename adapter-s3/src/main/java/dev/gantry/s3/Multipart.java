package dev.gantry.s3;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.s3.S3Settings.Checksumming;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The requests of multipart uploads (docs/s3.md, Multipart uploads). */
final class Multipart {

    private static final String UPLOAD = "uploadId";

    private final S3Account account;

    Multipart(S3Account account) {
        this.account = account;
    }

    private boolean checksums() {
        return account.settings().checksums() == Checksumming.TRAILER;
    }

    /** Begins an upload, and tells what S3 calls it. */
    CompletionStage<String> create(WriteSpec spec) {
        S3Call call = S3Call.object("POST", spec.key()).query("uploads", "");
        ObjectHeaders.write(
                spec, account.settings().storageClasses().of(spec.key().bucket()), call);
        if (checksums()) {
            call.header("x-amz-checksum-algorithm", "CRC32C").header("x-amz-checksum-type", "FULL_OBJECT");
        }
        return account.read(call, document -> document.require("UploadId"));
    }

    static S3Call part(ObjectKey key, String upload, int number) {
        return S3Call.object("PUT", key)
                .query("partNumber", String.valueOf(number))
                .query(UPLOAD, upload);
    }

    /** Makes the object of its parts; the checksum of all is combined from theirs. */
    CompletionStage<Void> complete(WriteSpec spec, String upload, List<Receipt> receipts) {
        S3Call call = S3Call.object("POST", spec.key())
                .query(UPLOAD, upload)
                .header("Content-Type", "application/xml")
                .body(Buffers.of(document(receipts).getBytes(StandardCharsets.UTF_8)));
        if (isChecked(receipts)) {
            call.header(Crc32c.HEADER, Crc32c.base64(combined(receipts))).header("x-amz-checksum-type", "FULL_OBJECT");
        }
        return account.read(Publications.conditional(spec, call), document -> document.require("ETag"))
                .thenApply(tag -> null);
    }

    /** Of parts that S3 copied it may not tell the checksums. */
    private boolean isChecked(List<Receipt> receipts) {
        return checksums()
                && receipts.stream()
                        .allMatch(receipt ->
                                receipt.checksums().find(ChecksumType.CRC32C).isPresent());
    }

    private String document(List<Receipt> receipts) {
        boolean checked = isChecked(receipts);
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload xmlns=\"" + S3Account.NAMESPACE + "\">");
        int number = 1;
        for (Receipt receipt : receipts) {
            String tag = receipt.part().value().substring(receipt.part().value().indexOf(' ') + 1);
            xml.append("<Part><PartNumber>").append(number++).append("</PartNumber><ETag>");
            xml.append(XmlText.escape("\"" + tag + "\"")).append("</ETag>");
            if (checked) {
                xml.append("<ChecksumCRC32C>")
                        .append(Crc32c.base64(crc(receipt)))
                        .append("</ChecksumCRC32C>");
            }
            xml.append("</Part>");
        }
        return xml.append("</CompleteMultipartUpload>").toString();
    }

    private static int crc(Receipt receipt) {
        return receipt.checksums().find(ChecksumType.CRC32C).map(Crc32c::value).orElseThrow();
    }

    static int combined(List<Receipt> receipts) {
        int all = 0;
        for (Receipt receipt : receipts) {
            all = Crc32c.combine(all, crc(receipt), receipt.range().length());
        }
        return all;
    }

    /** Repeatable. */
    CompletionStage<Void> abort(ObjectKey key, String upload) {
        return account.confirm(S3Call.object("DELETE", key).query(UPLOAD, upload))
                .handle((headers, failure) -> failure == null || isGone(failure)
                        ? CompletableFuture.<Void>completedStage(null)
                        : CompletableFuture.<Void>failedStage(Failures.unwrap(failure)))
                .thenCompose(stage -> stage);
    }

    private static boolean isGone(Throwable failure) {
        return Failures.unwrap(failure) instanceof ProviderException.NotFound;
    }

    /** How many parts S3 has of an upload, up to {@code most}; empty if it does not know it. */
    CompletionStage<Optional<Integer>> parts(ObjectKey key, String upload, int most) {
        S3Call call = S3Call.object("GET", key)
                .query("max-parts", String.valueOf(most))
                .query(UPLOAD, upload);
        return account.read(call, document -> document.all("Part").size())
                .handle((count, failure) -> failure == null
                        ? CompletableFuture.completedStage(Optional.of(count))
                        : isGone(failure)
                                ? CompletableFuture.completedStage(Optional.<Integer>empty())
                                : CompletableFuture.<Optional<Integer>>failedStage(Failures.unwrap(failure)))
                .thenCompose(stage -> stage);
    }

    /** Where a page of a list of uploads ends. */
    private record Mark(String name, String upload) {}

    /**
     * Every upload of that name, whoever began it. Pages are followed to their end, from the last upload of each: Ceph does
     * not sort by name alone, and does not encode the marker that it gives (docs/s3.md, radosgw).
     */
    CompletionStage<Set<String>> uploads(ObjectKey key) {
        return uploads(key, Optional.empty(), new HashSet<>());
    }

    private CompletionStage<Set<String>> uploads(ObjectKey key, Optional<Mark> after, Set<String> found) {
        String name = key.name().value();
        S3Call call = S3Call.bucket("GET", key.bucket())
                .query("uploads", "")
                .query("encoding-type", "url")
                .query("prefix", name);
        after.ifPresent(mark -> call.query("key-marker", mark.name()).query("upload-id-marker", mark.upload()));
        return account.read(call, document -> {
                    List<Mark> page =
                            document.all("Upload").stream().map(Multipart::mark).toList();
                    page.stream().filter(mark -> mark.name().equals(name)).forEach(mark -> found.add(mark.upload()));
                    return document.isTrue("IsTruncated") ? last(page) : Optional.<Mark>empty();
                })
                .thenCompose(last -> last.isPresent() && !last.equals(after)
                        ? uploads(key, last, found)
                        : CompletableFuture.completedStage(found));
    }

    private static Mark mark(S3Document upload) {
        return new Mark(upload.decoded("Key").orElse(""), upload.require("UploadId"));
    }

    private static Optional<Mark> last(List<Mark> page) {
        return page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
    }
}
