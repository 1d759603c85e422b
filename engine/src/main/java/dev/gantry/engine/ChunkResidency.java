package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.Extent;
import dev.gantry.ports.spi.Residency;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the blobs of a chunk are that are still to be worked on.
 *
 * @param nearline those that somebody has to ask for, by their places in the chunk
 * @param obstacle what the chunk waits for longest, if it is not online: a medium outside, else a request, else staging
 * @param until when the first of what is online ends to be so
 * @param first where on a medium the first bytes lie that are not online
 * @param readyAbout when the last of what is being staged is there, as far as the store can tell
 * @param takesRoom whether some of it is being staged, or is online for a while
 */
record ChunkResidency(
        List<Integer> nearline,
        Optional<Availability> obstacle,
        Optional<Instant> until,
        Optional<Extent> first,
        Optional<Instant> readyAbout,
        boolean takesRoom) {

    /** What was found of blobs at those places; what is not there needs no bringing: whoever works on it finds out. */
    static ChunkResidency of(List<Integer> blobs, List<Optional<Residency>> found) {
        List<Integer> nearline = IntStream.range(0, blobs.size())
                .filter(i -> found.get(i)
                        .filter(r -> r.availability() instanceof Availability.Nearline)
                        .isPresent())
                .mapToObj(blobs::get)
                .toList();
        List<Residency> there = found.stream().flatMap(Optional::stream).toList();
        Optional<Instant> until = states(there, Availability.Online.class)
                .flatMap(online -> online.until().stream())
                .min(Comparator.naturalOrder());
        return new ChunkResidency(
                nearline,
                there.stream()
                        .filter(r -> !r.isOnline())
                        .map(Residency::availability)
                        .min(Comparator.comparingInt(ChunkResidency::rank)),
                until,
                there.stream()
                        .filter(r -> !r.isOnline())
                        .flatMap(r -> r.extents().stream())
                        .min(Comparator.naturalOrder()),
                states(there, Availability.Staging.class)
                        .flatMap(staging -> staging.readyAbout().stream())
                        .max(Comparator.naturalOrder()),
                until.isPresent()
                        || states(there, Availability.Staging.class).findAny().isPresent());
    }

    private static <A> Stream<A> states(List<Residency> there, Class<A> type) {
        return there.stream()
                .map(Residency::availability)
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static int rank(Availability availability) {
        if (availability instanceof Availability.Offline) {
            return 0;
        }
        return availability instanceof Availability.Nearline ? 1 : 2;
    }

    /** Whether all of it can be read now. */
    boolean isOnline() {
        return obstacle.isEmpty();
    }
}
