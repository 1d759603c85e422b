package dev.gantry.lab.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Reply;
import java.time.Instant;
import java.util.Map;

/** Buckets, and what of them is listed. */
final class BucketOperations {

    private static final int MOST = 1000;

    private final LabState state;

    BucketOperations(LabState state) {
        this.state = state;
    }

    Reply all() {
        Xml xml = Xml.of("ListAllMyBucketsResult").begin("Buckets");
        state.buckets()
                .forEach((name, bucket) -> xml.begin("Bucket")
                        .text("Name", name)
                        .text("CreationDate", bucket.created())
                        .end());
        return LabReplies.xml(200, xml);
    }

    Reply create(S3Request request) {
        state.create(request.bucket());
        return Reply.empty(200, Headers.none());
    }

    Reply head(S3Request request) {
        state.bucket(request.bucket());
        return Reply.empty(200, Headers.none());
    }

    Reply location(S3Request request) {
        state.bucket(request.bucket());
        return LabReplies.xml(200, Xml.of("LocationConstraint"));
    }

    Reply delete(S3Request request) {
        if (!state.bucket(request.bucket()).objects().isEmpty()) {
            throw new S3Refusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        state.buckets().remove(request.bucket());
        return Reply.empty(204, Headers.none());
    }

    Reply deleteMany(S3Request request) {
        LabBucket bucket = state.bucket(request.bucket());
        Xml xml = Xml.of("DeleteResult");
        XmlTexts.read(request.body()).all("Key").forEach(key -> {
            bucket.objects().remove(key);
            xml.begin("Deleted").text("Key", key).end();
        });
        return LabReplies.xml(200, xml);
    }

    Reply list(S3Request request) {
        Page page = new Page(request, state.now());
        state.bucket(request.bucket()).objects().tailMap(page.after(), false).entrySet().stream()
                .takeWhile(page::takes)
                .forEach(page::add);
        return LabReplies.xml(200, page.document());
    }

    /** One page as it grows. */
    private static final class Page {

        private final S3Request request;
        private final Instant now;
        private final String prefix;
        private final String delimiter;
        private final boolean encoded;
        private final boolean restores;
        private final int max;
        private final StringBuilder common = new StringBuilder("\u0000");
        private final Xml xml = Xml.of("ListBucketResult");
        private int count;
        private String last = "";
        private boolean truncated;

        Page(S3Request request, Instant now) {
            this.request = request;
            this.now = now;
            this.prefix = request.query("prefix", "");
            this.delimiter = request.query("delimiter", "");
            this.encoded = request.query("encoding-type", "").equals("url");
            this.max = Math.min(MOST, request.number("max-keys", MOST));
            this.restores = request.header("x-amz-optional-object-attributes")
                    .filter("RestoreStatus"::equals)
                    .isPresent();
        }

        String after() {
            return request.query("continuation-token", request.query("start-after", ""));
        }

        boolean takes(Map.Entry<String, LabObject> entry) {
            if (count < max || !entry.getKey().startsWith(prefix) || isRolledUp(entry.getKey())) {
                return true;
            }
            truncated = true;
            return false;
        }

        private boolean isRolledUp(String key) {
            return common.length() > 1 && key.startsWith(common.substring(1));
        }

        void add(Map.Entry<String, LabObject> entry) {
            String key = entry.getKey();
            if (!key.startsWith(prefix) || isRolledUp(key)) {
                return;
            }
            count++;
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                rollUp(key.substring(0, end + delimiter.length()));
            } else {
                contents(key, entry.getValue());
            }
        }

        private void rollUp(String prefixes) {
            common.setLength(1);
            common.append(prefixes);
            last = prefixes + "\udbff\udfff";
            xml.begin("CommonPrefixes").text("Prefix", name(prefixes)).end();
        }

        private void contents(String key, LabObject object) {
            last = key;
            xml.begin("Contents")
                    .text("Key", name(key))
                    .text("LastModified", object.modified())
                    .text("ETag", '"' + object.etag() + '"')
                    .text("ChecksumAlgorithm", "CRC32C")
                    .text("ChecksumType", "FULL_OBJECT")
                    .text("Size", object.bytes().length)
                    .text("StorageClass", object.storageClass());
            if (restores) {
                object.copy(now).ifPresent(this::status);
            }
            xml.end();
        }

        private void status(RestoredCopy copy) {
            xml.begin("RestoreStatus").text("IsRestoreInProgress", copy.isRunning(now));
            if (!copy.isRunning(now)) {
                xml.text("RestoreExpiryDate", copy.until());
            }
            xml.end();
        }

        private String name(String name) {
            return encoded ? Percent.encodeQuery(name) : name;
        }

        Xml document() {
            xml.text("Name", request.bucket())
                    .text("Prefix", name(prefix))
                    .text("KeyCount", count)
                    .text("MaxKeys", max)
                    .text("IsTruncated", truncated);
            return truncated ? xml.text("NextContinuationToken", last) : xml;
        }
    }
}
