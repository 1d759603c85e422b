package dev.gantry.engine;

import dev.gantry.domain.ObjectName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/** A directory that objects are fetched into. No name leads out of it. */
final class TreeTarget {

    private static final Set<String> REFUSED = Set.of("", ".", "..");

    private final Path root;

    TreeTarget(Path root) {
        this.root = root;
    }

    /** Where the object belongs; of a folder entry, the directory. */
    Path resolve(ObjectName name) throws TreeException {
        String text = name.isFolder() ? name.value().substring(0, name.value().length() - 1) : name.value();
        Path path = root;
        for (String segment : text.split("/", -1)) {
            if (REFUSED.contains(segment) || segment.indexOf('\0') >= 0) {
                throw new TreeException("its name would lead out of the directory, or is none a file can have");
            }
            path = resolve(path, segment);
        }
        return path;
    }

    private static Path resolve(Path directory, String segment) throws TreeException {
        try {
            Path path = directory.resolve(segment).normalize();
            if (!directory.equals(path.getParent())) {
                throw new TreeException("its name would lead out of the directory");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new TreeException("its name is none a file can have here: " + e.getReason());
        }
    }

    /** Fails if something between the root and {@code path} is there and is not a directory. */
    void requireFreeWay(Path path) throws TreeException {
        for (Path parent = path.getParent(); !parent.equals(root); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw new TreeException(parent + " is a symbolic link, which get does not follow");
            }
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(parent)) {
                throw new TreeException(parent + " is there and is not a directory");
            }
        }
    }
}
