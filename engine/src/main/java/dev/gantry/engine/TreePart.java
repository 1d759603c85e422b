package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Written;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file that is being fetched: {@code NAME.part} until it is whole. Blobs may be written at the same time. A file of
 * one blob needs no journal: it is whole or nothing.
 */
final class TreePart {

    /** The longest name that file systems take, in bytes, less room for what is appended to it. */
    private static final int LONGEST_NAME = 255 - 30;

    private final Path target;
    private final Path part;
    private final DurableWrites disk;
    private final ObjectId object;
    private final long length;
    private final Journal journal;
    private final List<ByteRange> kept;
    private boolean begun;
    private volatile boolean unverified;
    private volatile Metadata metadata = Metadata.none();

    private TreePart(Path target, Path part, DurableWrites disk, ObjectId object, long length) throws IOException {
        this.target = target;
        this.part = part;
        this.disk = disk;
        this.object = object;
        this.length = length;
        this.journal = new Journal(journal(part), disk, object, length);
        this.kept = Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? ByteRange.merged(journal.read()) : List.of();
        this.begun = !kept.isEmpty();
    }

    /** Takes up what is on disk of that object, or begins anew. */
    static TreePart open(Path target, String suffix, DurableWrites disk, ObjectId object, long length)
            throws IOException {
        return new TreePart(target, part(target, suffix), disk, object, length);
    }

    /** Whether an earlier run may have left something to be taken up. */
    static boolean wasBegun(Path target, String suffix) {
        return Files.exists(journal(part(target, suffix)), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the journal of a file that is in its place: who put it there may have died before it did. */
    static void tidy(Path target, String suffix, DurableWrites disk) throws IOException {
        Journal.deleteLeftover(journal(part(target, suffix)), disk);
    }

    private static Path part(Path target, String suffix) {
        return target.resolveSibling(stem(target) + suffix);
    }

    private static Path journal(Path part) {
        return part.resolveSibling(part.getFileName() + ".journal");
    }

    private static String stem(Path target) {
        String name = target.getFileName().toString();
        boolean isLong = name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
        return isLong ? ".gantry-" + TransferJobs.hash(Stream.of(name)) : name;
    }

    /** The state of the object that this is a copy of. */
    ObjectId object() {
        return object;
    }

    /** What an earlier run has forced, in order, no range touching another. */
    List<ByteRange> kept() {
        return kept;
    }

    long keptBytes() {
        return kept.stream().mapToLong(ByteRange::length).sum();
    }

    /** How many bytes of a blob no earlier run has forced. */
    long missing(ByteRange blob) {
        return blob.length()
                - kept.stream()
                        .mapToLong(range -> range.intersection(blob).length())
                        .sum();
    }

    /** Writes one blob and says which checksums it has; it may be written again. */
    Written write(ByteRange blob, Payload payload, Set<ChecksumType> types) throws IOException, InterruptedException {
        begin(blob);
        try (FileChannel channel = open()) {
            Written written = TreeBytes.write(payload, channel, blob, types);
            disk.perform(DurableWrites.Kind.FORCE, part, () -> channel.force(true));
            return written;
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized void begin(ByteRange blob) throws IOException {
        if (!begun) {
            Files.createDirectories(part.getParent());
            disk.remove(part);
            journal.delete();
            if (blob.length() < length) {
                beginJournal();
            }
            begun = true;
        }
    }

    /** Makes both names durable before a blob is noted, or a power loss could leave the journal with another file. */
    private void beginJournal() throws IOException {
        open().close();
        journal.begin();
        disk.forceDirectory(part.getParent());
    }

    /** Notes that a blob is forced; one whose checksum nobody knows is fetched again after an interruption. */
    void keep(ByteRange blob, boolean verified, Metadata ofObject) throws IOException {
        unverified |= !verified;
        metadata = ofObject;
        if (verified && blob.length() < length) {
            journal.add(blob);
        }
    }

    boolean isUnverified() {
        return unverified;
    }

    boolean knowsMetadata() {
        return !metadata.values().isEmpty();
    }

    /** Puts the whole file into its place; durable once the directory is forced. */
    void finish(Metadata ofObject) throws IOException {
        long size = Files.size(part);
        if (size != length) {
            throw new TreeException("it has " + size + " bytes on disk in place of " + length + "; get it again");
        }
        setModified(part, metadata.values().isEmpty() ? ofObject : metadata);
        disk.rename(part, target);
        journal.delete();
    }

    /** Sets the modification time that an object's metadata tells, if they do. */
    static void setModified(Path path, Metadata metadata) throws IOException {
        Optional<Instant> modified =
                Optional.ofNullable(metadata.values().get(TreeEntry.MODIFIED)).flatMap(TreePart::instant);
        if (modified.isPresent()) {
            Files.setLastModifiedTime(path, FileTime.from(modified.get()));
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
