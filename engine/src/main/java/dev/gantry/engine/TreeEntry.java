package dev.gantry.engine;

import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * A file or an empty directory as it was found.
 *
 * @param size in bytes; 0 of a directory
 * @param identity what tells a file from another one of the same path, where the file system knows
 */
record TreeEntry(ObjectName name, Path path, long size, FileTime modified, Object identity) {

    /** The metadata name of the modification time, an ISO 8601 instant. */
    static final String MODIFIED = "gantry-mtime";

    static TreeEntry of(ObjectName name, Path path, BasicFileAttributes found) {
        long size = found.isDirectory() ? 0 : found.size();
        return new TreeEntry(name, path, size, found.lastModifiedTime(), found.fileKey());
    }

    Metadata metadata() {
        return new Metadata(Map.of(MODIFIED, modified.toInstant().toString()));
    }

    /** Fails if the file is not as it was found. */
    void requireUnchanged() throws IOException {
        if (!isUnchanged()) {
            throw new TreeException("it changed while it was read; put it again once it is at rest");
        }
    }

    private boolean isUnchanged() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return name.isFolder() == now.isDirectory()
                    && (name.isFolder() || size == now.size())
                    && modified.equals(now.lastModifiedTime())
                    && Objects.equals(identity, now.fileKey());
        } catch (NoSuchFileException e) {
            throw new TreeException("it went away while it was read");
        }
    }
}
