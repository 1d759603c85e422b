package dev.gantry.glacier;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Object;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Goes through a bucket page by page, with what S3 says of restored copies. */
final class ArchiveWalk {

    private final S3Account account;
    private final Executor blocking;

    ArchiveWalk(S3Account account, Executor blocking) {
        this.account = account;
        this.blocking = blocking;
    }

    /** Hands over each page where it may block, the next one once that is done with. */
    CompletionStage<Void> walk(BucketName bucket, String prefix, Function<List<S3Object>, CompletionStage<Void>> page) {
        return from(bucket, new ListQuery(prefix, "", Optional.empty(), ListQuery.MAX_PAGE), page);
    }

    private CompletionStage<Void> from(
            BucketName bucket, ListQuery query, Function<List<S3Object>, CompletionStage<Void>> page) {
        return account.list(bucket, query, true)
                .thenComposeAsync(
                        found -> page.apply(found.objects())
                                .thenCompose(nothing -> found.next()
                                        .map(next -> from(bucket, query.from(next), page))
                                        .orElseGet(() -> CompletableFuture.completedStage(null))),
                        blocking);
    }
}
