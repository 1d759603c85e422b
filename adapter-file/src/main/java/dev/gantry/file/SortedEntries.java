package dev.gantry.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The entries of one directory in order, those that the window may hold. Keeps no more than {@link #KEPT} of them: the
 * directory is read again behind those, so that one of a million files needs no memory for a million names.
 */
final class SortedEntries {

    private static final int KEPT = 1100;

    private final Path directory;
    private final byte[] start;
    private final Window window;
    private final TreeSet<String> kept = new TreeSet<>();
    private String last = "";
    private boolean complete;

    /** {@code start} is what the names of everything in the directory begin with. */
    SortedEntries(Path directory, byte[] start, Window window) {
        this.directory = directory;
        this.start = start;
        this.window = window;
    }

    Optional<Entry> next() throws IOException {
        if (kept.isEmpty() && !complete) {
            fill();
        }
        String text = kept.pollFirst();
        if (text == null) {
            return Optional.empty();
        }
        last = text;
        return Entry.parse(text, start);
    }

    private void fill() throws IOException {
        complete = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                offer(file.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            kept.clear(); // pruned meanwhile, or none of ours
        }
    }

    private void offer(String text) {
        boolean beyond = kept.size() >= KEPT && text.compareTo(kept.last()) > 0;
        if (text.compareTo(last) <= 0 || !isWanted(text)) {
            return;
        }
        complete &= !beyond;
        if (!beyond) {
            kept.add(text);
            complete &= kept.size() <= KEPT;
            trim();
        }
    }

    private void trim() {
        if (kept.size() > KEPT) {
            kept.pollLast();
        }
    }

    private boolean isWanted(String text) {
        return Entry.parse(text, start).filter(entry -> entry.isIn(window)).isPresent();
    }
}
