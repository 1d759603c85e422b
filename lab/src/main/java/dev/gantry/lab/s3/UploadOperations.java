package dev.gantry.lab.s3;

import dev.gantry.domain.ChecksumType;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Multipart uploads. */
final class UploadOperations {

    private static final int SMALLEST = 5 << 20;
    private static final int MOST_PARTS = 10_000;

    private final LabState state;
    private final ObjectOperations objects;

    UploadOperations(LabState state, ObjectOperations objects) {
        this.state = state;
        this.objects = objects;
    }

    Reply create(S3Request request) {
        String id = state.newUpload();
        LabUpload upload = new LabUpload(
                request.key(),
                ObjectOperations.storageClass(request),
                ObjectOperations.kept(request),
                state.now(),
                new TreeMap<>());
        state.bucket(request.bucket()).uploads().put(id, upload);
        return LabReplies.xml(
                200,
                Xml.of("InitiateMultipartUploadResult")
                        .text("Bucket", request.bucket())
                        .text("Key", request.key())
                        .text("UploadId", id));
    }

    private LabUpload upload(S3Request request) {
        return state.bucket(request.bucket()).upload(request.query("uploadId", ""));
    }

    Reply part(S3Request request) {
        LabObject part = keep(request, request.body());
        return Reply.empty(
                200,
                Headers.builder()
                        .add("ETag", '"' + part.etag() + '"')
                        .add(S3Body.CRC32C, part.crc32c())
                        .build());
    }

    /** A part that is a range of another object. */
    Reply copy(S3Request request, String source) {
        LabObject from = objects.source(request, source);
        return LabReplies.xml(
                200, ObjectOperations.copied("CopyPartResult", keep(request, ObjectOperations.wanted(request, from))));
    }

    private LabObject keep(S3Request request, byte[] bytes) {
        LabUpload upload = upload(request);
        int number = request.number("partNumber", 0);
        if (number < 1 || number > MOST_PARTS) {
            throw new S3Refusal(400, "InvalidArgument", "Part number must be an integer between 1 and 10000");
        }
        LabObject part = objects.object(bytes, upload.storageClass(), upload.headers());
        upload.parts().put(number, part);
        return part;
    }

    Reply parts(S3Request request) {
        LabUpload upload = upload(request);
        Xml xml = Xml.of("ListPartsResult")
                .text("UploadId", request.query("uploadId", ""))
                .text("Key", upload.key())
                .text("ChecksumAlgorithm", "CRC32C")
                .text("ChecksumType", "FULL_OBJECT");
        int after = request.number("part-number-marker", 0);
        int max = Math.min(1000, request.number("max-parts", 1000));
        List<Integer> numbers = upload.parts().tailMap(after, false).keySet().stream()
                .limit(max)
                .toList();
        numbers.forEach(number -> part(xml, number, upload.parts().get(number)));
        boolean more = !numbers.isEmpty() && upload.parts().higherKey(numbers.get(numbers.size() - 1)) != null;
        xml.text("IsTruncated", more);
        return LabReplies.xml(200, more ? xml.text("NextPartNumberMarker", numbers.get(numbers.size() - 1)) : xml);
    }

    private static void part(Xml xml, int number, LabObject part) {
        xml.begin("Part")
                .text("PartNumber", number)
                .text("ETag", '"' + part.etag() + '"')
                .text("ChecksumCRC32C", part.crc32c())
                .text("Size", part.bytes().length)
                .text("LastModified", part.modified())
                .end();
    }

    Reply uploads(S3Request request) {
        Xml xml = Xml.of("ListMultipartUploadsResult")
                .text("Bucket", request.bucket())
                .text("IsTruncated", false);
        String prefix = request.query("prefix", "");
        state.bucket(request.bucket()).uploads().forEach((id, upload) -> {
            if (upload.key().startsWith(prefix)) {
                xml.begin("Upload")
                        .text("Key", upload.key())
                        .text("UploadId", id)
                        .text("Initiated", upload.initiated())
                        .end();
            }
        });
        return LabReplies.xml(200, xml);
    }

    Reply complete(S3Request request) {
        LabUpload upload = upload(request);
        LabBucket bucket = state.bucket(request.bucket());
        ObjectOperations.requireAbsent(request, bucket);
        LabObject whole = joined(upload, XmlTexts.read(request.body()));
        Optional<String> said = request.header(S3Body.CRC32C);
        if (said.isPresent() && !said.get().equals(whole.crc32c())) {
            throw new S3Refusal(400, "BadDigest", "The checksum " + said.get() + " is not that of the object");
        }
        bucket.uploads().remove(request.query("uploadId", ""));
        bucket.objects().put(request.key(), whole);
        return LabReplies.xml(
                200,
                Xml.of("CompleteMultipartUploadResult")
                        .text("Bucket", request.bucket())
                        .text("Key", request.key())
                        .text("ETag", '"' + whole.etag() + '"')
                        .text("ChecksumCRC32C", whole.crc32c())
                        .text("ChecksumType", "FULL_OBJECT"));
    }

    private LabObject joined(LabUpload upload, XmlTexts named) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        List<String> numbers = named.all("PartNumber");
        List<String> tags = named.all("ETag");
        for (int i = 0; i < numbers.size(); i++) {
            LabObject part = upload.parts().get(Integer.parseInt(numbers.get(i)));
            if (part == null || i >= tags.size() || !part.matches(List.of(tags.get(i)))) {
                throw new S3Refusal(400, "InvalidPart", "One or more of the specified parts could not be found.");
            }
            if (i < numbers.size() - 1 && part.bytes().length < SMALLEST) {
                throw new S3Refusal(400, "EntityTooSmall", "A part but the last is smaller than 5 MiB");
            }
            bytes.writeBytes(part.bytes());
            digests.writeBytes(S3Body.digest(ChecksumType.MD5, part.bytes()).value());
        }
        if (numbers.isEmpty()) {
            throw new S3Refusal(400, "MalformedXML", "an upload is completed with one part at least");
        }
        LabObject whole = objects.object(bytes.toByteArray(), upload.storageClass(), upload.headers());
        String etag = S3Body.digest(ChecksumType.MD5, digests.toByteArray()).toHex() + "-" + numbers.size();
        return new LabObject(
                whole.bytes(),
                etag,
                whole.crc32c(),
                whole.storageClass(),
                whole.modified(),
                whole.headers(),
                Optional.empty());
    }

    Reply abort(S3Request request) {
        upload(request);
        state.bucket(request.bucket()).uploads().remove(request.query("uploadId", ""));
        return Reply.empty(204, Headers.none());
    }
}
