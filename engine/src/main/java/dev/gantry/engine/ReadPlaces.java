package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Medium;
import dev.gantry.domain.Ordering;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging.Wanted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the objects of a job that reads are, so that its plan can follow their media. Of a job without an order what is
 * online comes first, then cartridge after cartridge, each from its beginning, and a chunk has one cartridge only. May
 * block.
 */
final class ReadPlaces {

    /** How many objects are put in order together. */
    private static final int WINDOW = 50_000;

    private final Job job;
    private final Optional<StoreStaging> staging;
    private final Set<Medium> offline = new TreeSet<>();
    private Optional<Medium> last = Optional.empty();
    private boolean lastNearline;
    private long together;

    ReadPlaces(Job job, Store store) {
        this.job = job;
        this.staging = store.staging();
    }

    /**
     * An object to be read.
     *
     * @param nearline whether it cannot be read at once
     * @param first where it begins on a medium, if it is not online and the store tells
     * @param beginsChunk whether it is to be the first of a chunk
     */
    record Place(ObjectInfo object, boolean nearline, Optional<Extent> first, boolean beginsChunk) {

        Optional<Medium> medium() {
            return first.map(Extent::medium);
        }
    }

    /** How many objects to collect before they are planned. */
    int window() {
        return isOrdered() ? WINDOW : ObjectStore.MAX_HEAD;
    }

    private boolean isOrdered() {
        return job.ordering() == Ordering.NONE
                && staging.filter(own -> own.settings().mediaOrder()).isPresent();
    }

    /** Looks where objects are, at most as many as a store takes at once. */
    List<Place> find(List<ObjectInfo> objects) {
        if (staging.isEmpty()) {
            return objects.stream()
                    .map(object -> new Place(object, false, Optional.empty(), false))
                    .toList();
        }
        List<Wanted> wanted = objects.stream()
                .map(object -> new Wanted(object.key(), object.token(), new ByteRange(0, object.length())))
                .toList();
        List<Optional<Residency>> found = JobPlanner.await(staging.get().find(wanted));
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            places.add(place(objects.get(i), found.get(i)));
        }
        return places;
    }

    private Place place(ObjectInfo object, Optional<Residency> found) {
        Optional<Residency> away = found.filter(residency -> !residency.isOnline());
        away.map(Residency::availability).ifPresent(this::note);
        return new Place(
                object, away.isPresent(), away.flatMap(r -> r.extents().stream().findFirst()), false);
    }

    private void note(Availability availability) {
        if (availability instanceof Availability.Offline out) {
            offline.addAll(out.media());
        }
    }

    /** CONFLICT, naming every medium, if a client would wait for what is offline. */
    void requireInReach() {
        if (job.kind() == JobKind.GET && !offline.isEmpty()) {
            throw StagingTexts.offline(offline);
        }
    }

    /** In the order in which they are planned. */
    List<Place> ordered(List<Place> places) {
        List<Place> sorted = new ArrayList<>(places);
        if (isOrdered()) {
            sorted.sort(Comparator.comparing(Place::nearline)
                    .thenComparing(
                            place -> place.first().orElse(null), Comparator.nullsFirst(Comparator.naturalOrder())));
        }
        return staging.map(own -> cut(sorted, own.mostBytes())).orElse(sorted);
    }

    /**
     * A chunk has to be online as a whole: it holds no more than may be, and where order is free one medium only, and
     * nothing that is online beside what is not.
     */
    private List<Place> cut(List<Place> places, long most) {
        List<Place> cut = new ArrayList<>();
        for (Place place : places) {
            boolean begins = together + place.object().length() > most || (isOrdered() && isElsewhere(place));
            together =
                    begins ? place.object().length() : together + place.object().length();
            last = place.medium();
            lastNearline = place.nearline();
            cut.add(new Place(place.object(), place.nearline(), place.first(), begins));
        }
        return cut;
    }

    private boolean isElsewhere(Place place) {
        return place.nearline() != lastNearline || !place.medium().equals(last);
    }
}
