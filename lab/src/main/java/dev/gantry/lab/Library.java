package dev.gantry.lab;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.MediumState.Place;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.Residency;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The library itself, moved along by whoever looks at it: every call first plays what has happened since the last one.
 * What happened depends on the settings, the seed and the events alone. One thread at a time.
 */
final class Library {

    private final LibrarySettings settings;
    private final Shelf shelf = new Shelf();
    private final Counts counts = new Counts();
    private final DiskCache cache;
    private final DriveBay bay;
    private final Map<ObjectKey, TapedObject> objects = new HashMap<>();

    Library(LibrarySettings settings) {
        this.settings = settings;
        this.cache = new DiskCache(settings.cache());
        this.bay = new DriveBay(settings, shelf, counts, this::mayBegin, this::done);
    }

    /** Plays everything up to {@code now}, then what happens at that moment. */
    void apply(LibraryEvent event) {
        advance(event.at());
        event.happen(this);
        bay.dispatch(event.at());
    }

    void advance(Instant now) {
        bay.advance(now);
        cache.expire(now);
        bay.dispatch(now);
    }

    // ---- what events do

    void add(Cartridge cartridge) {
        shelf.add(cartridge);
    }

    void eject(Medium medium) {
        bay.unload(medium);
        shelf.get(medium).eject(true);
    }

    void load(Medium medium) {
        shelf.get(medium).eject(false);
    }

    /** An object has come, through the cache, and is to be written to tape. */
    void write(TapedObject object, Instant until) {
        forget(object.key());
        objects.put(object.key(), object);
        shelf.occupy(object.extents());
        if (object.length() > 0) {
            ByteRange all = new ByteRange(0, object.length());
            cache.add(object, new DiskCopy(all, until, true, false));
            object.extents().forEach(extent -> bay.add(new Transfer(object, extent, Optional.empty())));
        }
    }

    /** An object is as it was when the library was last written down. */
    void restore(TapedObject object, Collection<DiskCopy> copies) {
        objects.put(object.key(), object);
        shelf.occupy(object.extents());
        copies.forEach(copy -> cache.add(object, copy));
    }

    void forget(ObjectKey key) {
        TapedObject old = objects.remove(key);
        if (old != null) {
            cache.removeAll(old);
            bay.removeIf(transfer -> transfer.object() == old);
            old.recalls().stream()
                    .filter(Recall::hasRoom)
                    .forEach(recall -> cache.unreserve(recall.range().length()));
            old.recalls().clear();
        }
    }

    void recall(Recall recall) {
        counts.recall();
        recall.object().recalls().add(recall);
        recall.left().forEach(extent -> bay.add(new Transfer(recall.object(), extent, Optional.of(recall))));
    }

    /** Nobody waits for it any more: what no drive has begun is not read. */
    void callOff(Recall recall) {
        recall.release();
        if (!bay.isReading(recall)) {
            bay.removeIf(transfer -> transfer.recall().filter(recall::equals).isPresent());
            recall.object().recalls().remove(recall);
            if (recall.hasRoom()) {
                cache.unreserve(recall.range().length());
            }
        }
    }

    Optional<TapedObject> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    Counts counts() {
        return counts;
    }

    Shelf shelf() {
        return shelf;
    }

    DriveBay bay() {
        return bay;
    }

    Collection<TapedObject> objects() {
        return objects.values();
    }

    // ---- what drives do

    private boolean mayBegin(Transfer transfer) {
        Optional<Recall> without = transfer.recall().filter(recall -> !recall.hasRoom());
        if (without.isEmpty()) {
            return true;
        }
        boolean room = cache.reserve(without.get().range().length());
        if (room) {
            without.get().setRoom();
        }
        return room;
    }

    private void done(Transfer transfer, Instant at) {
        transfer.recall()
                .ifPresentOrElse(
                        recall -> read(transfer, recall, at),
                        () -> transfer.object()
                                .copyOf(transfer.extent().range())
                                .ifPresent(copy -> written(transfer, copy)));
    }

    private void written(Transfer transfer, DiskCopy copy) {
        boolean more = bay.open().stream().anyMatch(other -> other.object() == transfer.object() && !other.isRead());
        if (!more) {
            copy.written();
        }
    }

    private void read(Transfer transfer, Recall recall, Instant at) {
        if (!recall.object().recalls().contains(recall)) {
            return;
        }
        if (isBad(transfer.extent())) {
            recall.object().damaged(transfer.extent());
            end(recall);
            bay.removeIf(other -> other.recall().filter(recall::equals).isPresent());
            return;
        }
        recall.left().remove(transfer.extent());
        if (recall.left().isEmpty()) {
            end(recall);
            cache.add(recall.object(), new DiskCopy(recall.range(), at.plus(recall.keep()), recall.isReleased(), true));
        }
    }

    private void end(Recall recall) {
        recall.object().recalls().remove(recall);
        cache.unreserve(recall.range().length());
    }

    /** The same places on tape are bad each time, for one seed. */
    private boolean isBad(Extent extent) {
        long mixed = settings.seed() ^ extent.medium().barcode().hashCode() * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ extent.position()) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53 < settings.readErrors();
    }

    // ---- what can be seen

    Residency residency(TapedObject object, ByteRange range) {
        return new Residency(availability(object, range), object.extents(range));
    }

    private Availability availability(TapedObject object, ByteRange range) {
        if (range.length() == 0) {
            return new Availability.Online(Optional.empty());
        }
        Optional<DiskCopy> copy = object.copyOf(range);
        if (copy.isPresent()) {
            return new Availability.Online(
                    copy.map(DiskCopy::until).filter(until -> copy.get().isOnTape()));
        }
        Optional<Recall> recall = object.recallOf(range);
        List<Extent> needed = recall.map(Recall::left).orElseGet(() -> object.extents(range));
        List<Medium> out = needed.stream()
                .map(Extent::medium)
                .filter(medium -> shelf.get(medium).isEjected())
                .toList();
        if (!out.isEmpty()) {
            return new Availability.Offline(out);
        }
        String on = needed.get(0).medium().barcode();
        return recall.<Availability>map(running -> staging(running, on)).orElseGet(() -> new Availability.Nearline(on));
    }

    private Availability staging(Recall recall, String on) {
        Optional<Instant> ready = recall.left().size() > 1
                ? Optional.empty()
                : bay.end(new Transfer(recall.object(), recall.left().get(0), Optional.of(recall)));
        return new Availability.Staging(on, Optional.of(recall.since()), ready, Optional.empty());
    }

    /** Whether so many bytes could ever be in the cache. */
    boolean couldHold(long bytes) {
        return cache.couldHold(bytes);
    }

    /** How many bytes can come in now and be written to tape. */
    long free() {
        return Math.min(shelf.free(), cache.free());
    }

    LibraryReport report() {
        return new LibraryReport(shelf.all().stream().map(this::state).toList(), counts.totals());
    }

    MediumState state(Cartridge cartridge) {
        Place inside = bay.isMounted(cartridge.medium()) ? Place.DRIVE : Place.SLOT;
        return new MediumState(
                cartridge.medium(),
                cartridge.isEjected() ? Place.EJECTED : inside,
                cartridge.used(),
                cartridge.capacity(),
                cartridge.mounts());
    }

    /** What brings an empty library to where this one is; what runs begins anew. */
    List<LibraryEvent> snapshot(Instant now) {
        return Snapshot.of(this, now);
    }
}
