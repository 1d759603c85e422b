package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One state of one object, where it lies on tape, and its copies in the cache. */
final class TapedObject {

    private final ObjectKey key;
    private VersionToken token;
    private final long length;
    private final List<Extent> extents;
    private final List<DiskCopy> copies = new ArrayList<>();
    private final List<Recall> recalls = new ArrayList<>();
    private final Set<Extent> damaged = new HashSet<>();

    TapedObject(ObjectKey key, VersionToken token, long length, List<Extent> extents) {
        this.key = key;
        this.token = token;
        this.length = length;
        this.extents = List.copyOf(extents);
    }

    ObjectKey key() {
        return key;
    }

    VersionToken token() {
        return token;
    }

    /** The same bytes are called otherwise now. */
    void rename(VersionToken newToken) {
        token = newToken;
    }

    long length() {
        return length;
    }

    List<Extent> extents() {
        return extents;
    }

    /** The parts of its extents that hold bytes of {@code range}, in the object's order. */
    List<Extent> extents(ByteRange range) {
        return extents.stream()
                .filter(extent -> extent.range().intersection(range).length() > 0)
                .map(extent -> part(extent, extent.range().intersection(range)))
                .toList();
    }

    private static Extent part(Extent extent, ByteRange range) {
        return new Extent(
                extent.medium(),
                extent.position() + range.offset() - extent.range().offset(),
                range);
    }

    List<DiskCopy> copies() {
        return copies;
    }

    Optional<DiskCopy> copyOf(ByteRange range) {
        return copies.stream().filter(copy -> copy.range().covers(range)).findFirst();
    }

    /** What is being brought in. */
    List<Recall> recalls() {
        return recalls;
    }

    Optional<Recall> recallOf(ByteRange range) {
        return recalls.stream().filter(recall -> recall.range().covers(range)).findFirst();
    }

    /** A place of it could not be read, and never can be. */
    void damaged(Extent extent) {
        damaged.add(extent);
    }

    /** The first place of {@code range} that is known not to be readable. */
    Optional<Extent> damage(ByteRange range) {
        return damaged.stream()
                .filter(extent -> extent.range().intersection(range).length() > 0)
                .findFirst();
    }

    Set<Extent> damages() {
        return damaged;
    }
}
