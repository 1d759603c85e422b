package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The service and its buckets, in the S3 style. */
final class BucketOperations {

    CompletionStage<Reply> service(Call call) {
        return call.gateway()
                .buckets()
                .list()
                .thenApply(buckets -> Answers.document(
                        "ListAllMyBucketsResult",
                        out -> out.element(
                                        "Owner",
                                        owner -> owner.text(
                                                        "ID",
                                                        call.gateway().user().id())
                                                .text(
                                                        "DisplayName",
                                                        call.gateway().user().name()))
                                .element(
                                        "Buckets",
                                        list -> buckets.forEach(bucket -> list.element(
                                                "Bucket",
                                                one -> one.text("Name", bucket.name())
                                                        .text("CreationDate", bucket.created()))))));
    }

    CompletionStage<Reply> head(Call call) {
        return call.gateway().buckets().find(call.target().container()).thenApply(bucket -> Answers.ok());
    }

    CompletionStage<Reply> create(Call call) {
        BucketName name = new BucketName(call.target().container());
        return call.gateway().buckets().create(name, Optional.empty()).thenApply(bucket -> Answers.ok());
    }

    CompletionStage<Reply> delete(Call call) {
        return call.gateway()
                .buckets()
                .find(call.target().container())
                .thenCompose(bucket -> call.gateway().buckets().delete(bucket.name()))
                .thenApply(done -> Answers.noContent());
    }
}
