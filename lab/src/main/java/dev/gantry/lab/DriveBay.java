package dev.gantry.lab;

import dev.gantry.domain.Medium;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The drives and what waits for them. A free drive takes what was asked for first, unless that lies on a cartridge that
 * another drive has; it keeps its cartridge until it needs another one. It does no reordering beyond that.
 */
final class DriveBay {

    private final List<Drive> drives;
    private final Shelf shelf;
    private final Counts counts;
    private final Predicate<Transfer> mayBegin;
    private final BiConsumer<Transfer, Instant> done;
    private final Deque<Transfer> queue = new ArrayDeque<>();

    /**
     * {@code mayBegin} makes room for a transfer or says that there is none; {@code done} hears of each one's end and
     * when that was.
     */
    DriveBay(
            LibrarySettings settings,
            Shelf shelf,
            Counts counts,
            Predicate<Transfer> mayBegin,
            BiConsumer<Transfer, Instant> done) {
        this.drives = IntStream.range(0, settings.drives())
                .mapToObj(i -> new Drive(settings))
                .toList();
        this.shelf = shelf;
        this.counts = counts;
        this.mayBegin = mayBegin;
        this.done = done;
    }

    List<Drive> drives() {
        return drives;
    }

    /** Everything that waits or runs. */
    List<Transfer> open() {
        List<Transfer> all = new ArrayList<>();
        drives.forEach(drive -> drive.running().ifPresent(all::add));
        all.addAll(queue);
        return all;
    }

    void add(Transfer transfer) {
        queue.addLast(transfer);
    }

    /** Drops what waits and is not wanted any more; what runs goes on. */
    void removeIf(Predicate<Transfer> unwanted) {
        queue.removeIf(unwanted);
    }

    /** Plays everything that happens up to {@code now}, in order of time. */
    void advance(Instant now) {
        Optional<Drive> next = nextDone(now);
        while (next.isPresent()) {
            Instant at = next.get().end();
            Transfer transfer = next.get().running().orElseThrow();
            next.get().done();
            done.accept(transfer, at);
            dispatch(at);
            next = nextDone(now);
        }
    }

    private Optional<Drive> nextDone(Instant now) {
        return drives.stream()
                .filter(drive -> drive.running().isPresent() && !drive.end().isAfter(now))
                .min(Comparator.comparing(Drive::end));
    }

    /** Gives free drives something to do. */
    void dispatch(Instant now) {
        drives.stream()
                .filter(drive -> drive.running().isEmpty())
                .forEach(drive -> takeFor(drive)
                        .ifPresent(transfer -> drive.begin(
                                transfer, shelf.get(transfer.extent().medium()), now, counts)));
    }

    private Optional<Transfer> takeFor(Drive drive) {
        for (Iterator<Transfer> waiting = queue.iterator(); waiting.hasNext(); ) {
            Transfer transfer = waiting.next();
            Medium medium = transfer.extent().medium();
            boolean reachable = !shelf.get(medium).isEjected()
                    && drives.stream().noneMatch(other -> other != drive && other.holds(medium));
            if (reachable && mayBegin.test(transfer)) {
                waiting.remove();
                return Optional.of(transfer);
            }
        }
        return Optional.empty();
    }

    /** When that transfer ends, if it runs. */
    Optional<Instant> end(Transfer transfer) {
        return drives.stream()
                .filter(drive -> drive.running().filter(transfer::equals).isPresent())
                .map(Drive::end)
                .findFirst();
    }

    boolean isReading(Recall recall) {
        return drives.stream()
                .anyMatch(drive -> drive.running()
                        .flatMap(Transfer::recall)
                        .filter(recall::equals)
                        .isPresent());
    }

    boolean isMounted(Medium medium) {
        return drives.stream().anyMatch(drive -> drive.holds(medium));
    }

    /** Takes a cartridge out of its drive; what was under way with it waits, first of all. */
    void unload(Medium medium) {
        drives.stream()
                .filter(drive -> drive.holds(medium))
                .forEach(drive -> drive.empty().ifPresent(queue::addFirst));
    }
}
