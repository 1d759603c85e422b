package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Who may read a bucket's objects through CloudFront. S3 knows no conditions on policies, so one bucket's changes must come
 * one after the other.
 */
final class BucketPolicies {

    private static final String POLICY = "policy";

    /** S3's own limit is 20 KB. */
    private static final long MAX_POLICY = 64L << 10;

    private final S3Account account;

    BucketPolicies(S3Account account) {
        this.account = account;
    }

    /** Completes with NotFound if there is no such bucket. */
    CompletionStage<Void> requireBucket(BucketName bucket) {
        return account.confirm(S3Call.bucket("HEAD", bucket)).handle((headers, failure) -> {
            if (failure == null) {
                return null;
            }
            throw Failures.unwrap(failure) instanceof ProviderException.NotFound
                    ? new ProviderException.NotFound("there is no space " + bucket)
                    : AwsFailures.of("HEAD of the bucket " + bucket, failure);
        });
    }

    /** Lets that distribution alone read. Repeatable: nothing is sent where it may already. */
    CompletionStage<Void> grant(BucketName bucket, String distributionArn) {
        return read(bucket).thenCompose(known -> {
            PolicyDocument before = known.orElseGet(PolicyDocument::none);
            PolicyDocument after = before.granting(account.address().names().inS3(bucket), distributionArn);
            return after.equals(before) ? CompletableFuture.completedStage(null) : write(bucket, after);
        });
    }

    /** Lets none read any more. Repeatable. */
    CompletionStage<Void> revoke(BucketName bucket) {
        return read(bucket).thenCompose(known -> {
            if (known.filter(PolicyDocument::isGranting).isEmpty()) {
                return CompletableFuture.completedStage(null);
            }
            Optional<PolicyDocument> after = known.get().revoked();
            return after.isPresent() ? write(bucket, after.get()) : send(S3Call.bucket("DELETE", bucket));
        });
    }

    /** Empty where the bucket has none. */
    private CompletionStage<Optional<PolicyDocument>> read(BucketName bucket) {
        return account.exchange(S3Call.bucket("GET", bucket).query(POLICY, ""))
                .thenCompose(this::text)
                .handle((text, failure) -> {
                    if (failure == null) {
                        return Optional.of(PolicyDocument.parse(text));
                    }
                    if (Failures.unwrap(failure) instanceof ProviderException.NotFound) {
                        return Optional.empty();
                    }
                    throw AwsFailures.of("the policy of " + bucket, failure);
                });
    }

    private CompletionStage<String> text(Answer answer) {
        try {
            return CompletableFuture.supplyAsync(() -> drain(answer), account.blocking());
        } catch (RejectedExecutionException e) {
            answer.close();
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the store is closed", e));
        }
    }

    private static String drain(Answer answer) {
        try (answer;
                BlockingBody in = new BlockingBody(answer.body(), MAX_POLICY, S3Account.PATIENCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<Void> write(BucketName bucket, PolicyDocument policy) {
        byte[] json = policy.bytes();
        return send(S3Call.bucket("PUT", bucket)
                .header("Content-Type", "application/json")
                .header(Crc32c.HEADER, Crc32c.of(json))
                .body(Buffers.of(json)));
    }

    private CompletionStage<Void> send(S3Call call) {
        return account.confirm(call.query(POLICY, "")).thenApply(headers -> null);
    }
}
