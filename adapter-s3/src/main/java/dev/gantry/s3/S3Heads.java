package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What S3 knows of many keys: a request each where they are few or far apart, else pages of a listing that starts at the
 * first of them (docs/s3.md, Heads of many keys).
 */
final class S3Heads {

    /** A page that finds fewer of the keys is not worth its price. */
    private static final int DENSE = 16;

    private static final int AT_ONCE = 32;

    private final S3Account account;

    private final boolean restores;

    S3Heads(S3Account account) {
        this(account, false);
    }

    /** With {@code restores}, listings are asked for restored copies too, as heads tell them always. */
    S3Heads(S3Account account, boolean restores) {
        this.account = account;
        this.restores = restores;
    }

    CompletionStage<List<Optional<StoredObject>>> find(List<ObjectKey> keys) {
        return objects(keys)
                .thenApply(found -> found.stream()
                        .map(object -> object.map(S3Object::stored))
                        .toList());
    }

    /** The same with all that S3 says. */
    CompletionStage<List<Optional<S3Object>>> objects(List<ObjectKey> keys) {
        Map<BucketName, NavigableSet<ObjectKey>> buckets = new HashMap<>();
        keys.forEach(key -> buckets.computeIfAbsent(key.bucket(), b -> byName()).add(key));
        Map<ObjectKey, S3Object> found = new HashMap<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (NavigableSet<ObjectKey> wanted : buckets.values()) {
            all = all.thenCompose(nothing -> find(wanted, found));
        }
        return all.thenApply(nothing ->
                keys.stream().map(key -> Optional.ofNullable(found.get(key))).toList());
    }

    private static NavigableSet<ObjectKey> byName() {
        return new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
    }

    /** Moves what is found of {@code wanted}, all of one bucket, to {@code found}; nothing of it is left. */
    private CompletionStage<Void> find(NavigableSet<ObjectKey> wanted, Map<ObjectKey, S3Object> found) {
        return wanted.size() <= ObjectStore.WHOLE_HEAD ? each(wanted, found) : listed(wanted, found);
    }

    private CompletionStage<Void> each(NavigableSet<ObjectKey> wanted, Map<ObjectKey, S3Object> found) {
        return Windowed.map(List.copyOf(wanted), AT_ONCE, account::head)
                .thenAccept(heads -> heads.forEach(head ->
                        head.ifPresent(object -> found.put(object.stored().key(), object))));
    }

    private CompletionStage<Void> listed(NavigableSet<ObjectKey> wanted, Map<ObjectKey, S3Object> found) {
        BucketName bucket = wanted.first().bucket();
        String prefix =
                commonPrefix(wanted.first().name().value(), wanted.last().name().value());
        String after = before(wanted.first().name().value(), prefix);
        return account.list(bucket, new ListQuery(prefix, after, Optional.empty(), ListQuery.MAX_PAGE), restores)
                .handle((page, failure) ->
                        failure == null ? take(wanted, found, page) : unlisted(wanted, found, failure))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Void> take(NavigableSet<ObjectKey> wanted, Map<ObjectKey, S3Object> found, S3Page page) {
        page.objects().stream()
                .filter(object -> wanted.contains(object.stored().key()))
                .forEach(object -> found.put(object.stored().key(), object));
        if (page.next().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        int before = wanted.size();
        OwnNames.objectName(page.next().get())
                .map(last -> new ObjectKey(wanted.first().bucket(), last))
                .ifPresent(last -> wanted.headSet(last, true).clear());
        return before - wanted.size() < DENSE ? each(wanted, found) : find(wanted, found);
    }

    /** Whoever may read objects and not list them is asked for each. */
    private CompletionStage<Void> unlisted(
            NavigableSet<ObjectKey> wanted, Map<ObjectKey, S3Object> found, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof ProviderException.NotFound) {
            return CompletableFuture.completedStage(null);
        }
        return cause instanceof ProviderException.Rejected ? each(wanted, found) : CompletableFuture.failedStage(cause);
    }

    private static String commonPrefix(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        boolean splitsPair = length > 0 && Character.isHighSurrogate(a.charAt(length - 1));
        return a.substring(0, splitsPair ? length - 1 : length);
    }

    /** A name that stands before {@code name} with little in between. */
    private static String before(String name, String prefix) {
        char last = name.charAt(name.length() - 1);
        boolean pair = Character.isLowSurrogate(last);
        String shorter = name.substring(0, name.length() - (pair ? 2 : 1));
        String near = last > '!' && last <= '~' ? shorter + (char) (last - 1) : shorter;
        return near.startsWith(prefix) ? near : "";
    }
}
