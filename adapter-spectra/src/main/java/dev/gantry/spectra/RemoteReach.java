package dev.gantry.spectra;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the blobs seen so far tell of an object's layout, which the protocol does not name: where the last one ends, and
 * how long the longest is. Both in bytes.
 */
record RemoteReach(long end, long longest) {

    static RemoteReach of(ByteRange blob) {
        return new RemoteReach(blob.end(), blob.length());
    }

    RemoteReach and(RemoteReach other) {
        return new RemoteReach(Math.max(end, other.end), Math.max(longest, other.longest));
    }

    /**
     * A layout that has {@code blob}: of equal blobs as long as the longest; else, when only the short last blob was
     * seen, one that goes as far as that.
     */
    Optional<BlobLayout> layout(ByteRange blob) {
        return Stream.of(longest, blob.offset())
                .filter(size -> size > 0 || end == 0)
                .map(size -> new BlobLayout(end, Math.max(1, size)))
                .filter(layout -> has(layout, blob))
                .findFirst();
    }

    private static boolean has(BlobLayout layout, ByteRange blob) {
        return layout.range(layout.indexOf(blob.offset())).equals(blob);
    }
}
