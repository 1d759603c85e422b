package dev.gantry.engine;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Finds what is to be stored below some paths: files, and directories that hold none. Follows no symbolic link. */
final class TreeWalk implements FileVisitor<Path> {

    private final TransferBook book;
    private final List<TreeEntry> entries = new ArrayList<>();
    private final Deque<Integer> countsAtEntry = new ArrayDeque<>();
    private Path base;

    private TreeWalk(TransferBook book, Path base) {
        this.book = book;
        this.base = base;
    }

    /**
     * Walks all of {@code paths} and enters what was found. What cannot be an object is noted as failed or skipped.
     *
     * @return the entries by name
     * @throws ApiException if one of the paths is not there
     */
    static List<TreeEntry> find(List<Path> paths, TransferBook book) throws IOException {
        for (Path path : paths) {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new ApiException(Problem.INVALID, "there is no file or directory " + path);
            }
        }
        TreeWalk walk = new TreeWalk(book, Path.of(""));
        for (Path path : paths) {
            walk.base = path.getParent() == null ? path : path.getParent();
            Files.walkFileTree(path, walk);
        }
        walk.entries.sort(Comparator.comparing(TreeEntry::name));
        return walk.entries;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes found) {
        countsAtEntry.push(entries.size());
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
        if (found.isRegularFile()) {
            enter(file, "", found);
        } else {
            book.skip(file.toString(), found.isSymbolicLink() ? "it is a symbolic link" : "it is a special file");
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        book.reject(file.toString(), TransferCalls.text(failure));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        boolean empty = countsAtEntry.pop() == entries.size();
        if (failure != null) {
            book.reject(directory.toString(), TransferCalls.text(failure));
        } else if (empty && !directory.equals(base)) {
            enter(directory, "/", Files.readAttributes(directory, BasicFileAttributes.class));
        }
        return FileVisitResult.CONTINUE;
    }

    private void enter(Path path, String ending, BasicFileAttributes found) {
        try {
            TreeEntry entry = TreeEntry.of(new ObjectName(name(path) + ending), path, found);
            if (book.enter(entry.name(), entry.size())) {
                entries.add(entry);
            } else {
                book.reject(path.toString(), "another argument has an object named " + entry.name() + " too");
            }
        } catch (InvalidValueException e) {
            book.reject(path.toString(), e.getMessage());
        }
    }

    private String name(Path path) {
        Path relative = base.relativize(path);
        if (!isText(relative)) {
            throw new InvalidValueException("its name is not valid UTF-8");
        }
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static boolean isText(Path path) {
        try {
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
