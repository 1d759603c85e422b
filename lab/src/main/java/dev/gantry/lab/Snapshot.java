package dev.gantry.lab;

import dev.gantry.domain.Extent;
import dev.gantry.lab.LibraryEvent.Asked;
import dev.gantry.lab.LibraryEvent.Bought;
import dev.gantry.lab.LibraryEvent.Copied;
import dev.gantry.lab.LibraryEvent.Counted;
import dev.gantry.lab.LibraryEvent.Ejected;
import dev.gantry.lab.LibraryEvent.Kept;
import dev.gantry.lab.LibraryEvent.Mounted;
import dev.gantry.lab.LibraryEvent.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A library as the fewest events that lead to it. What a drive is doing begins anew, and what was being written to tape
 * is written again: that costs time and loses nothing.
 */
final class Snapshot {

    private final Instant now;
    private final List<LibraryEvent> events = new ArrayList<>();

    private Snapshot(Instant now) {
        this.now = now;
    }

    static List<LibraryEvent> of(Library library, Instant now) {
        Snapshot snapshot = new Snapshot(now);
        snapshot.cartridges(library);
        snapshot.objects(library);
        snapshot.drives(library);
        snapshot.work(library);
        snapshot.events.add(new Counted(now, library.counts().totals()));
        return snapshot.events;
    }

    private void cartridges(Library library) {
        library.shelf()
                .all()
                .forEach(cartridge -> events.add(new Bought(
                        now, cartridge.medium(), cartridge.capacity(), cartridge.used(), cartridge.mounts())));
        library.shelf().all().stream()
                .filter(Cartridge::isEjected)
                .forEach(cartridge -> events.add(new Ejected(now, cartridge.medium())));
    }

    private void objects(Library library) {
        for (TapedObject object : library.objects()) {
            boolean onTape = object.copies().stream().allMatch(DiskCopy::isOnTape);
            List<Extent> extents = object.extents();
            events.add(
                    onTape
                            ? new Kept(
                                    now,
                                    object.key(),
                                    object.token(),
                                    object.length(),
                                    extents,
                                    List.copyOf(object.damages()))
                            : new Stored(now, object.key(), object.token(), object.length(), extents, left(object)));
            object.copies().stream()
                    .filter(DiskCopy::isOnTape)
                    .forEach(copy ->
                            events.add(new Copied(now, object.key(), copy.range(), copy.until(), copy.isReleased())));
        }
    }

    /** How much longer the copy of an object that is not on tape yet is to stay. */
    private Duration left(TapedObject object) {
        return object.copies().stream()
                .map(copy -> Duration.between(now, copy.until()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void drives(Library library) {
        List<Drive> drives = library.bay().drives();
        for (int i = 0; i < drives.size(); i++) {
            int number = i;
            Drive drive = drives.get(i);
            drive.mounted()
                    .ifPresent(cartridge -> events.add(new Mounted(now, number, cartridge.medium(), drive.head())));
        }
    }

    private void work(Library library) {
        Set<Recall> recalls = new LinkedHashSet<>();
        library.bay().open().forEach(transfer -> transfer.recall().ifPresent(recalls::add));
        recalls.forEach(
                recall -> events.add(new Asked(recall.since(), recall.object().key(), recall.range(), recall.keep())));
    }
}
