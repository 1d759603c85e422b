package dev.gantry.lab;

import dev.gantry.domain.Extent;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.lab.LibraryEvent.Bought;
import dev.gantry.lab.LibraryEvent.Ejected;
import dev.gantry.lab.LibraryEvent.Loaded;
import dev.gantry.lab.LibraryEvent.Removed;
import dev.gantry.lab.LibraryEvent.Renamed;
import dev.gantry.lab.LibraryEvent.Stored;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StagingOffer;
import dev.gantry.ports.spi.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where the library is spoken to: on one thread, at the time that the clock tells, and every event is in the log before
 * anybody hears of it.
 */
final class LibraryDesk {

    /** A log of more lines than this is written anew when it is opened, if that makes it much shorter. */
    private static final int LONG_LOG = 10_000;

    /** How long to wait at the end for a disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LibrarySettings settings;
    private final LibraryLog log;
    private final InstantSource clock;
    private final ExecutorService thread;
    private Optional<Library> library = Optional.empty();

    LibraryDesk(LibrarySettings settings, LibraryLog log, InstantSource clock, ExecutorService thread) {
        this.settings = settings;
        this.log = log;
        this.clock = clock;
        this.thread = thread;
    }

    private <T> CompletionStage<T> call(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (IOException e) {
                    done.completeExceptionally(new ProviderException.Unavailable(e.getMessage(), e));
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new ProviderException.Unavailable("the library is closed", e));
        }
        return done;
    }

    /** Brings the library to where it was; a second call does nothing. */
    CompletionStage<Void> open() {
        return call(() -> {
            if (library.isEmpty()) {
                library = Optional.of(replayed());
            }
            return null;
        });
    }

    private Library replayed() throws IOException {
        Library fresh = new Library(settings);
        List<LibraryEvent> events = log.open();
        events.forEach(fresh::apply);
        happen(fresh, this::stock);
        if (events.size() > LONG_LOG) {
            fresh.advance(now());
            List<LibraryEvent> fewer = Snapshot.of(fresh, now());
            if (fewer.size() < events.size() / 4) {
                log.replace(fewer);
            }
        }
        return fresh;
    }

    /** Makes sure that the cartridges which the settings ask for are there. */
    private void stock(Library fresh, Consumer<LibraryEvent> happen) {
        for (int i = 1; i <= settings.cartridges(); i++) {
            Medium medium = new Medium("LAB%03dL9".formatted(i));
            if (fresh.shelf().find(medium).isEmpty()) {
                happen.accept(new Bought(now(), medium, settings.capacity(), 0, 0));
            }
        }
    }

    /** A recall takes a mount at least, so asking is not worth while before a tenth of one. */
    StagingOffer offer(Duration longestPace) {
        Duration pace = settings.scaled(settings.load()).dividedBy(10).plusMillis(100);
        return new StagingOffer(
                false,
                List.of(),
                pace.compareTo(longestPace) < 0 ? pace : longestPace,
                settings.keep(),
                OptionalLong.of(settings.cache()),
                OptionalInt.of(settings.drives()));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Asks the library as it is now. */
    <T> CompletionStage<T> ask(Function<Library, T> question) {
        return call(() -> question.apply(current()));
    }

    private Library current() {
        Library current = library.orElseThrow(
                () -> new ProviderException.Unavailable("the library is not open: check its store first", null));
        current.advance(now());
        return current;
    }

    /** Something that may be done to the library: it tells what happens, one event after the other. */
    interface Deed {
        void at(Library library, Consumer<LibraryEvent> happen);
    }

    /** Does something at this time, and then asks. What has happened is durable before the answer. */
    <T> CompletionStage<T> act(Deed deed, Function<Library, T> question) {
        return call(() -> {
            Library current = current();
            happen(current, deed);
            return question.apply(current);
        });
    }

    private void happen(Library current, Deed deed) {
        List<LibraryEvent> happened = new ArrayList<>();
        try {
            deed.at(current, event -> {
                current.apply(event);
                happened.add(event);
            });
        } finally {
            note(happened);
        }
    }

    /** A library that is ahead of its log is put away: the next check brings back what the log says. */
    private void note(List<LibraryEvent> happened) {
        try {
            if (!happened.isEmpty()) {
                log.append(happened);
            }
        } catch (ProviderException e) {
            library = Optional.empty();
            throw e;
        }
    }

    /** Takes an object in which the library does not know, or knows in another state. */
    void take(Library current, StoredObject object, Consumer<LibraryEvent> happen) {
        if (current.find(object.key())
                .filter(taped -> taped.token().equals(object.token()))
                .isEmpty()) {
            happen.accept(stored(current, object));
        }
    }

    private LibraryEvent stored(Library current, StoredObject object) {
        List<Extent> extents = current.shelf()
                .room(object.length())
                .orElseThrow(() -> new ProviderException.Full(
                        "the library has no room for " + object.key() + " on tape; load a cartridge", null));
        return new Stored(now(), object.key(), object.token(), object.length(), extents, settings.keep());
    }

    CompletionStage<Void> removed(ObjectKey key) {
        return act(
                (current, happen) -> current.find(key).ifPresent(object -> happen.accept(new Removed(now(), key))),
                done -> null);
    }

    CompletionStage<Void> renamed(ObjectKey key, VersionToken from, VersionToken to) {
        return act(
                (current, happen) -> current.find(key)
                        .filter(object -> object.token().equals(from))
                        .ifPresent(object -> happen.accept(new Renamed(now(), key, to))),
                done -> null);
    }

    CompletionStage<LibraryReport> eject(Medium medium, boolean out) {
        return act(
                (current, happen) -> {
                    Cartridge cartridge = current.shelf()
                            .find(medium)
                            .orElseThrow(() -> new ProviderException.NotFound("there is no cartridge " + medium));
                    if (cartridge.isEjected() != out) {
                        happen.accept(out ? new Ejected(now(), medium) : new Loaded(now(), medium));
                    }
                },
                Library::report);
    }

    /** Ends, and waits until what was asked before is done and the directory is free. A second call does nothing. */
    void close() {
        try {
            thread.execute(() -> {
                try {
                    log.close();
                } catch (IOException e) {
                    throw new InvalidValueException("the log of the library was not closed: " + e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            return;
        }
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
