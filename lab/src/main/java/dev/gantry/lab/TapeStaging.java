package dev.gantry.lab;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.ObjectKey;
import dev.gantry.lab.LibraryEvent.Asked;
import dev.gantry.lab.LibraryEvent.Released;
import dev.gantry.lab.LibraryEvent.Renewed;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StagingOffer;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.ports.spi.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recalls from tape: free of charge, at one speed, of any part of an object. */
final class TapeStaging implements Staging {

    private static final Duration LONGEST_PACE = Duration.ofSeconds(10);

    private final ObjectStore inner;
    private final LibraryDesk desk;

    TapeStaging(ObjectStore inner, LibraryDesk desk) {
        this.inner = inner;
        this.desk = desk;
    }

    @Override
    public StagingOffer offer() {
        return desk.offer(LONGEST_PACE);
    }

    @Override
    public CompletionStage<List<Optional<Residency>>> find(List<Wanted> bytes) {
        return known(
                bytes,
                objects -> desk.act(
                        (library, happen) -> take(library, objects, happen),
                        library -> mapped(bytes, objects, wanted -> residency(library, wanted))));
    }

    @Override
    public CompletionStage<List<Answer>> request(List<Wanted> bytes, StagingTerms terms) {
        return known(
                bytes,
                objects -> desk.act(
                        (library, happen) -> {
                            take(library, objects, happen);
                            each(bytes, objects)
                                    .filter(wanted ->
                                            refusal(library, wanted, terms).isEmpty())
                                    .forEach(w ->
                                            happen.accept(new Asked(desk.now(), w.key(), w.range(), terms.keep())));
                        },
                        library -> answers(bytes, objects, wanted -> answer(library, wanted, terms))));
    }

    /** Why the library will not bring those bytes in. */
    private static Optional<ProviderException> refusal(Library library, Wanted wanted, StagingTerms terms) {
        if (terms.tier().isPresent()) {
            return Optional.of(new ProviderException.Rejected(
                    "a tape library has one speed, and no tier " + terms.tier().get(), null));
        }
        TapedObject object = library.find(wanted.key()).orElseThrow();
        Optional<Extent> damage = object.damage(wanted.range());
        boolean online = library.residency(object, wanted.range()).isOnline();
        if (damage.isPresent() && !online) {
            return Optional.of(
                    new ProviderException.Conflict("cartridge " + damage.get().medium() + " cannot be read at position "
                            + damage.get().position()));
        }
        if (!library.couldHold(wanted.range().length())) {
            return Optional.of(new ProviderException.Rejected(
                    wanted.range().length() + " bytes do not fit into the library's cache", null));
        }
        return offline(library, object, wanted.range());
    }

    private static Optional<ProviderException> offline(Library library, TapedObject object, ByteRange range) {
        return library.residency(object, range).availability() instanceof Availability.Offline offline
                ? Optional.of(new ProviderException.Conflict("load " + offline.media() + " first"))
                : Optional.empty();
    }

    private static Answer answer(Library library, Wanted wanted, StagingTerms terms) {
        return refusal(library, wanted, terms)
                .<Answer>map(Answer.Failed::new)
                .orElseGet(() -> new Answer.Taken(residency(library, wanted)));
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Wanted> bytes, Duration keep) {
        return known(
                bytes,
                objects -> desk.act(
                        (library, happen) -> kept(
                                        library,
                                        bytes,
                                        objects,
                                        (object, range) -> object.copyOf(range).isPresent())
                                .forEach(w -> happen.accept(new Renewed(desk.now(), w.key(), w.range(), keep))),
                        library -> answers(bytes, objects, wanted -> new Answer.Taken(residency(library, wanted)))));
    }

    @Override
    public CompletionStage<Void> release(List<Wanted> bytes) {
        return known(
                bytes,
                objects -> desk.act(
                        (library, happen) -> kept(
                                        library,
                                        bytes,
                                        objects,
                                        (object, range) -> object.copyOf(range).isPresent()
                                                || object.recallOf(range).isPresent())
                                .forEach(w -> happen.accept(new Released(desk.now(), w.key(), w.range()))),
                        library -> null));
    }

    /** The bytes that the library has as {@code how} says. */
    private static Stream<Wanted> kept(
            Library library,
            List<Wanted> bytes,
            List<Optional<StoredObject>> objects,
            BiPredicate<TapedObject, ByteRange> how) {
        return each(bytes, objects)
                .filter(wanted -> library.find(wanted.key())
                        .filter(object -> object.token().equals(wanted.token()))
                        .filter(object -> how.test(object, wanted.range()))
                        .isPresent());
    }

    private static Stream<Wanted> each(List<Wanted> bytes, List<Optional<StoredObject>> objects) {
        return IntStream.range(0, bytes.size())
                .filter(i -> objects.get(i).isPresent())
                .mapToObj(bytes::get);
    }

    /** Goes on with the object of each element, where it is in the state that was named. */
    private <T> CompletionStage<T> known(
            List<Wanted> bytes, Function<List<Optional<StoredObject>>, CompletionStage<T>> next) {
        if (bytes.size() > ObjectStore.MAX_HEAD) {
            return CompletableFuture.failedStage(new ProviderException.Rejected(
                    "at most " + ObjectStore.MAX_HEAD + " objects go into one call, not " + bytes.size(), null));
        }
        List<ObjectKey> keys = bytes.stream().map(Wanted::key).distinct().toList();
        return inner.head(keys).thenCompose(found -> {
            Map<ObjectKey, StoredObject> there = new HashMap<>();
            found.forEach(object -> object.ifPresent(known -> there.put(known.key(), known)));
            return next.apply(bytes.stream()
                    .map(wanted -> Optional.ofNullable(there.get(wanted.key()))
                            .filter(object -> object.token().equals(wanted.token())))
                    .toList());
        });
    }

    private void take(Library library, List<Optional<StoredObject>> objects, Consumer<LibraryEvent> happen) {
        objects.stream().flatMap(Optional::stream).forEach(object -> desk.take(library, object, happen));
    }

    private static Residency residency(Library library, Wanted wanted) {
        return library.residency(library.find(wanted.key()).orElseThrow(), wanted.range());
    }

    private static <T> List<Optional<T>> mapped(
            List<Wanted> bytes, List<Optional<StoredObject>> objects, Function<Wanted, T> look) {
        return IntStream.range(0, bytes.size())
                .mapToObj(i -> objects.get(i).map(object -> look.apply(bytes.get(i))))
                .toList();
    }

    private static List<Answer> answers(
            List<Wanted> bytes, List<Optional<StoredObject>> objects, Function<Wanted, Answer> answer) {
        List<Optional<Answer>> found = mapped(bytes, objects, answer);
        return IntStream.range(0, bytes.size())
                .mapToObj(i -> found.get(i).orElseGet(() -> missing(bytes.get(i))))
                .toList();
    }

    private static Answer missing(Wanted wanted) {
        return new Answer.Failed(
                new ProviderException.NotFound("there is no object " + wanted.key() + " in that state"));
    }
}
