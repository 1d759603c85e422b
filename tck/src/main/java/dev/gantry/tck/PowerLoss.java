package dev.gantry.tck;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what was forced below a directory, so that a test can look at what a power loss would leave. For small
 * trees: the forced content of files is kept in memory. Thread-safe.
 */
public final class PowerLoss implements DurableWrites {

    /** What happens to survive though nobody forced it; a real disk may leave anything between the two. */
    public enum Survivors {
        /** Nothing: no unforced byte, no entry of a directory that was not forced since. */
        NOTHING,
        /** Every name, but no unforced byte: files are there with their last forced content, or empty. */
        NAMES
    }

    private record Known(Object file, boolean isDirectory) {}

    private final Path root;
    private final Path pins;
    private final DurableWrites inner;
    private final Map<Object, byte[]> contents = new HashMap<>();
    private final Map<Path, Map<String, Known>> directories = new HashMap<>();

    /** Directories whose removal was not forced yet. */
    private final Set<Path> removed = new HashSet<>();

    /**
     * Watches what goes to {@code inner}.
     *
     * @param pins an empty directory beside {@code root}, on its file system: links in it keep the system from giving the
     *     number of a removed file to a new one
     */
    public PowerLoss(Path root, Path pins, DurableWrites inner) {
        this.root = root.toAbsolutePath().normalize();
        this.pins = pins;
        this.inner = inner;
    }

    @Override
    public void perform(Kind kind, Path path, Write write) throws IOException {
        if (kind != Kind.FORCE) {
            inner.perform(kind, path, write);
            noteRemovedDirectory(kind, path);
        } else {
            force(path, write);
        }
    }

    /** One at a time, or an older look at a directory could replace a newer one. */
    private synchronized void force(Path path, Write write) throws IOException {
        if (Files.isDirectory(path)) {
            Map<String, Known> entries = entries(path);
            inner.perform(Kind.FORCE, path, write);
            remember(path, entries);
        } else {
            byte[] content = Files.readAllBytes(path);
            inner.perform(Kind.FORCE, path, write);
            remember(pinned(path).file(), content);
        }
    }

    private synchronized void remember(Object file, byte[] content) {
        contents.put(file, content);
    }

    /** The removal of a directory in it is durable too: one of the same name has nothing in common with that. */
    private synchronized void remember(Path directory, Map<String, Known> entries) {
        List<Path> gone = removed.stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
        directories.keySet().removeAll(gone);
        removed.removeAll(gone);
        directories.put(directory, entries);
    }

    private synchronized void noteRemovedDirectory(Kind kind, Path path) {
        if (kind == Kind.REMOVE && directories.containsKey(path)) {
            removed.add(path);
        }
    }

    private Map<String, Known> entries(Path directory) throws IOException {
        Map<String, Known> entries = new HashMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                entries.put(path.getFileName().toString(), pinned(path));
            }
        }
        return entries;
    }

    private Known pinned(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isDirectory()) {
            pin(path, attributes.fileKey());
        }
        return new Known(attributes.fileKey(), attributes.isDirectory());
    }

    private void pin(Path path, Object file) throws IOException {
        try {
            Files.createLink(pins.resolve(file.toString().replaceAll("[^a-z0-9=,]", "")), path);
        } catch (FileAlreadyExistsException e) {
            return; // pinned already
        }
    }

    /** Makes {@code target} what {@code root} would be if the power failed now. */
    public synchronized void materialise(Path target, Survivors survivors) throws IOException {
        materialise(root, target, survivors);
    }

    private void materialise(Path directory, Path target, Survivors survivors) throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, Known> entry : surviving(directory, survivors).entrySet()) {
            Path to = target.resolve(entry.getKey());
            if (entry.getValue().isDirectory()) {
                materialise(directory.resolve(entry.getKey()), to, survivors);
            } else {
                Files.write(to, contents.getOrDefault(entry.getValue().file(), new byte[0]));
            }
        }
    }

    private Map<String, Known> surviving(Path directory, Survivors survivors) throws IOException {
        return switch (survivors) {
            case NOTHING -> directories.getOrDefault(directory, Map.of());
            case NAMES -> entries(directory);
        };
    }
}
