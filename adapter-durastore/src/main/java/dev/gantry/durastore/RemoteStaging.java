package dev.gantry.durastore;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StagingOffer;
import dev.gantry.ports.spi.StagingTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Contents in Glacier behind a DuraStore: a first byte that is refused tells that a content is archived, and the task
 * {@code restore-content} asks for it, for 14 days (docs/durastore.md, Driven: archived contents).
 */
final class RemoteStaging implements Staging {

    /** What DuraStore asks S3 for, whatever is wanted. */
    private static final Duration KEEP = Duration.ofDays(14);

    private static final Duration PACE = Duration.ofMinutes(15);
    private static final String GLACIER = "GLACIER";
    private static final StagingOffer OFFER = new StagingOffer(true, List.of(), PACE, KEEP, OptionalLong.empty());

    private static final Optional<RemoteAddress> NONE = Optional.empty();

    private final RemoteObjects objects;
    private final RemoteTasks tasks;
    private final InstantSource clock;
    private final RestoreMemory asked = new RestoreMemory();

    RemoteStaging(RemoteObjects objects, RemoteTasks tasks, InstantSource clock) {
        this.objects = objects;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** One state of one object. */
    record State(ObjectKey key, VersionToken token) {}

    @Override
    public StagingOffer offer() {
        return OFFER;
    }

    @Override
    public CompletionStage<List<Optional<Residency>>> find(List<Wanted> bytes) {
        return each(bytes, state -> RemoteStore.ifThere(look(state)));
    }

    /** Asks once for each state, and gives the answer wherever it is wanted. */
    private static <T> CompletionStage<List<T>> each(List<Wanted> bytes, Function<State, CompletionStage<T>> ask) {
        if (bytes.size() > ObjectStore.MAX_HEAD) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    "at most " + ObjectStore.MAX_HEAD + " objects can be named in one call, not " + bytes.size(),
                    null));
        }
        List<State> states = bytes.stream()
                .map(wanted -> new State(wanted.key(), wanted.token()))
                .toList();
        List<State> once = states.stream().distinct().toList();
        return RemoteBatches.each(once, ask).thenApply(answers -> {
            Map<State, T> known = new HashMap<>();
            IntStream.range(0, once.size()).forEach(i -> known.put(once.get(i), answers.get(i)));
            return states.stream().map(known::get).toList();
        });
    }

    /** Where it is now; NotFound if there is no object in that state. */
    private CompletionStage<Residency> look(State state) {
        return archived(state).thenApply(archived -> residency(state, !archived.isEmpty()));
    }

    /** The contents with its bytes that cannot be read now: none where nothing is ever restored. */
    private CompletionStage<List<RemoteAddress>> archived(State state) {
        return objects.inState(
                state.key(),
                state.token(),
                object -> tasks.restores() ? archived(object) : CompletableFuture.completedStage(List.of()));
    }

    private CompletionStage<List<RemoteAddress>> archived(RemoteObject object) {
        return RemoteBatches.each(
                        object.bytes(), at -> tasks.isArchived(at).thenApply(yes -> yes ? Optional.of(at) : NONE))
                .thenApply(all -> all.stream().flatMap(Optional::stream).toList());
    }

    private Residency residency(State state, boolean archived) {
        Optional<Instant> since = asked.since(state, clock.instant().minus(KEEP));
        Availability availability = archived
                ? since.<Availability>map(RemoteStaging::staging).orElse(new Availability.Nearline(GLACIER))
                : new Availability.Online(since.map(instant -> instant.plus(KEEP)));
        return new Residency(availability, List.of());
    }

    private static Availability staging(Instant since) {
        return new Availability.Staging(GLACIER, Optional.of(since), Optional.empty(), Optional.empty());
    }

    @Override
    public CompletionStage<List<Answer>> request(List<Wanted> bytes, StagingTerms terms) {
        return each(
                bytes,
                state -> answer(
                        terms.tier().isPresent()
                                ? CompletableFuture.failedStage(new ProviderException.Rejected(
                                        "a DuraStore knows no tiers, so "
                                                + terms.tier().get() + " is none",
                                        null))
                                : look(state)
                                        .thenCompose(now -> now.availability() instanceof Availability.Nearline
                                                ? restore(state)
                                                : CompletableFuture.completedStage(now))));
    }

    private static CompletionStage<Answer> answer(CompletionStage<Residency> stage) {
        return stage.<Answer>thenApply(Answer.Taken::new)
                .exceptionallyCompose(failure -> RemoteFailure.unwrap(failure) instanceof ProviderException why
                        ? CompletableFuture.completedStage(new Answer.Failed(why))
                        : CompletableFuture.failedStage(failure));
    }

    /** That it is under way already, as after a restart of this node, is as good. */
    private CompletionStage<Residency> restore(State state) {
        return archived(state)
                .thenCompose(all -> RemoteBatches.each(all, this::restoreOne))
                .thenApply(taken -> {
                    asked.put(state, clock.instant());
                    return residency(state, true);
                });
    }

    private CompletionStage<Boolean> restoreOne(RemoteAddress content) {
        return tasks.restore(content)
                .thenApply(text -> true)
                .exceptionallyCompose(failure -> RemoteFailure.unwrap(failure) instanceof ProviderException.Conflict
                        ? CompletableFuture.completedStage(true)
                        : CompletableFuture.failedStage(failure));
    }

    /** Asking for what is restored prolongs it, to 14 days from now. */
    @Override
    public CompletionStage<List<Answer>> renew(List<Wanted> bytes, Duration keep) {
        return each(
                bytes,
                state -> answer(look(state)
                        .thenCompose(now ->
                                isLongEnough(now, keep) ? CompletableFuture.completedStage(now) : prolong(state))));
    }

    private boolean isLongEnough(Residency now, Duration keep) {
        return !(now.availability() instanceof Availability.Online online)
                || online.until()
                        .filter(until -> !until.isBefore(clock.instant().plus(keep.compareTo(KEEP) < 0 ? keep : KEEP)))
                        .isPresent();
    }

    private CompletionStage<Residency> prolong(State state) {
        return objects.inState(
                        state.key(), state.token(), object -> RemoteBatches.each(object.bytes(), this::restoreOne))
                .thenApply(done -> {
                    asked.put(state, clock.instant());
                    return residency(state, false);
                });
    }

    /** DuraStore cannot take back what it was asked for: it ends by itself. */
    @Override
    public CompletionStage<Void> release(List<Wanted> bytes) {
        return each(bytes, state -> CompletableFuture.completedStage(true)).thenApply(done -> null);
    }
}
