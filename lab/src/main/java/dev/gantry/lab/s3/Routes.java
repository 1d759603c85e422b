package dev.gantry.lab.s3;

import dev.gantry.transport.Reply;

/** Which operation a request is. */
final class Routes {

    /** An operation by S3's name. */
    record Route(String operation, Work work) {}

    /** Does what a request asks for; fails with {@link S3Refusal}. */
    @FunctionalInterface
    interface Work {
        Reply run(S3Request request);
    }

    private final BucketOperations buckets;
    private final ObjectOperations objects;
    private final UploadOperations uploads;
    private final RestoreOperation restores;

    Routes(LabState state) {
        this.buckets = new BucketOperations(state);
        this.objects = new ObjectOperations(state);
        this.uploads = new UploadOperations(state, objects);
        this.restores = new RestoreOperation(state);
    }

    Route find(S3Request request) {
        if (request.bucket().isEmpty()) {
            return new Route("ListBuckets", r -> buckets.all());
        }
        return request.key().isEmpty() ? bucket(request) : object(request);
    }

    private Route bucket(S3Request request) {
        return switch (request.method()) {
            case "PUT" -> new Route("CreateBucket", buckets::create);
            case "HEAD" -> new Route("HeadBucket", buckets::head);
            case "DELETE" -> new Route("DeleteBucket", buckets::delete);
            case "POST" -> request.has("delete") ? new Route("DeleteObjects", buckets::deleteMany) : unknown(request);
            case "GET" -> listing(request);
            default -> unknown(request);
        };
    }

    private Route listing(S3Request request) {
        if (request.has("uploads")) {
            return new Route("ListMultipartUploads", uploads::uploads);
        }
        if (request.has("location")) {
            return new Route("GetBucketLocation", buckets::location);
        }
        return request.query("list-type", "").equals("2")
                ? new Route("ListObjectsV2", buckets::list)
                : unknown(request);
    }

    private Route object(S3Request request) {
        boolean ofUpload = request.has("uploadId");
        return switch (request.method()) {
            case "PUT" -> ofUpload ? part(request) : put(request);
            case "GET" -> ofUpload ? new Route("ListParts", uploads::parts) : new Route("GetObject", objects::get);
            case "HEAD" -> new Route("HeadObject", objects::head);
            case "DELETE" ->
                ofUpload
                        ? new Route("AbortMultipartUpload", uploads::abort)
                        : new Route("DeleteObject", objects::delete);
            case "POST" -> post(request);
            default -> unknown(request);
        };
    }

    private Route part(S3Request request) {
        return request.header("x-amz-copy-source")
                .map(source -> new Route("UploadPartCopy", r -> uploads.copy(r, source)))
                .orElseGet(() -> new Route("UploadPart", uploads::part));
    }

    private Route put(S3Request request) {
        return request.header("x-amz-copy-source")
                .map(source -> new Route("CopyObject", r -> objects.copy(r, source)))
                .orElseGet(() -> new Route("PutObject", objects::put));
    }

    private Route post(S3Request request) {
        if (request.has("restore")) {
            return new Route("RestoreObject", r -> restores.run(r, RestoreOperation.Asked.of(r)));
        }
        if (request.has("uploads")) {
            return new Route("CreateMultipartUpload", uploads::create);
        }
        return request.has("uploadId") ? new Route("CompleteMultipartUpload", uploads::complete) : unknown(request);
    }

    private static Route unknown(S3Request request) {
        return new Route(request.method(), r -> {
            throw new S3Refusal(501, "NotImplemented", "The simulated service does not know that request");
        });
    }
}
