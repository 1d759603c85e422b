package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Object;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DuraStore's task {@code restore-content} (docs/glacier.md, restore-content): one object, 14 days, Standard. */
final class RestoreContent implements RestoreTask {

    private static final Duration KEEP = Duration.ofDays(14);

    private final S3Account account;
    private final ArchiveStaging staging;
    private final boolean duplicatesClash;

    RestoreContent(S3Account account, ArchiveStaging staging, boolean duplicatesClash) {
        this.account = account;
        this.staging = staging;
        this.duplicatesClash = duplicatesClash;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind("restore-content", true, Role.ROOT);
    }

    @Override
    public CompletionStage<String> run(String id, String parameters) {
        ObjectKey key = key(parameters);
        return account.head(key)
                .thenCompose(found -> restore(found.orElseThrow(() -> new ProviderException.NotFound(
                        "there is no content " + key.name() + " in space " + key.bucket()))));
    }

    private static ObjectKey key(String parameters) {
        int slash = parameters.indexOf('/');
        if (slash < 1 || slash == parameters.length() - 1) {
            throw new InvalidValueException("the parameters are a space and a content, as spaceID/contentID");
        }
        return new ObjectKey(
                new BucketName(parameters.substring(0, slash)), new ObjectName(parameters.substring(slash + 1)));
    }

    private CompletionStage<String> restore(S3Object object) {
        Wanted wanted = new Wanted(
                object.stored().key(),
                object.stored().token(),
                new ByteRange(0, object.stored().length()));
        return staging.find(List.of(wanted))
                .thenCompose(found -> found.get(0)
                        .map(residency -> restore(wanted, residency.availability()))
                        .orElseGet(() ->
                                CompletableFuture.failedStage(((Answer.Failed) Looks.missing(wanted.key())).why())));
    }

    private CompletionStage<String> restore(Wanted wanted, Availability now) {
        if (now instanceof Availability.Staging) {
            return running(wanted.key());
        }
        if (now instanceof Availability.Online online) {
            return online.until().isPresent() ? prolong(wanted) : notArchived(wanted.key());
        }
        return staging.request(
                        List.of(wanted),
                        object -> Optional.of(RestoreTier.STANDARD),
                        GlacierSettings.days(KEEP),
                        Purse.STORE)
                .thenCompose(answers -> told(answers.get(0), wanted.key()));
    }

    private CompletionStage<String> running(ObjectKey key) {
        String text = "Restore is already in progress for " + key + ".";
        return duplicatesClash
                ? CompletableFuture.failedStage(new ProviderException.Conflict(text))
                : CompletableFuture.completedStage(text);
    }

    private CompletionStage<String> prolong(Wanted wanted) {
        return staging.renew(List.of(wanted), KEEP).thenCompose(answers -> told(answers.get(0), wanted.key()));
    }

    private static CompletionStage<String> notArchived(ObjectKey key) {
        return CompletableFuture.failedStage(new ProviderException.Rejected(
                "The content " + key + " is in no class that is restored: it can be read now.", null));
    }

    private CompletionStage<String> told(Answer answer, ObjectKey key) {
        if (answer instanceof Answer.Failed failed) {
            return CompletableFuture.failedStage(failed.why());
        }
        if (answer instanceof Answer.Unpaid unpaid) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(unpaid.why(), null));
        }
        Availability now = ((Answer.Taken) answer).residency().availability();
        if (now instanceof Availability.Staging begun && begun.since().isEmpty()) {
            return running(key);
        }
        return CompletableFuture.completedStage(text(key, now));
    }

    private static String text(ObjectKey key, Availability now) {
        if (now instanceof Availability.Staging begun) {
            return "Restore of " + key + " has been initiated; it can be read from about "
                    + begun.readyAbout().orElseThrow() + " on, for " + KEEP.toDays() + " days.";
        }
        if (now instanceof Availability.Online online && online.until().isPresent()) {
            return "Restore of " + key + " has been initiated; it is restored already and can be read until "
                    + online.until().get() + ".";
        }
        throw new ProviderException.Unavailable("the restore of " + key + " was taken and is not to be seen yet", null);
    }
}
