package dev.gantry.file;

import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.Set;

/** Prepares a directory as a store, or refuses what is none (docs/adapter-file.md, Layout). */
final class StoreCheck {

    private static final int FORMAT = 1;

    private final StoreLayout layout;
    private final Directories directories;

    StoreCheck(StoreLayout layout, Directories directories) {
        this.layout = layout;
        this.directories = directories;
    }

    void run() throws IOException {
        requireShortRoot();
        makeRoot();
        boolean marked = Files.exists(layout.marker());
        if (marked) {
            requireFormat();
        } else {
            requireEmpty();
        }
        writeTrial();
        if (marked) {
            directories.remove(layout.trial());
        } else {
            directories.rename(layout.trial(), layout.marker());
            directories.forceNow(layout.root());
        }
        directories.make(layout.staging());
        directories.make(layout.buckets());
    }

    private void requireShortRoot() {
        int bytes = layout.root().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > StoreLayout.MAX_ROOT_BYTES) {
            throw new ProviderException.Rejected(
                    "the path of a store has at most " + StoreLayout.MAX_ROOT_BYTES + " bytes, or the longest names do"
                            + " not fit into the system's paths; this one has " + bytes + ": " + layout.root(),
                    null);
        }
    }

    private void makeRoot() throws IOException {
        if (Files.exists(layout.root()) && !Files.isDirectory(layout.root())) {
            throw new ProviderException.Rejected(layout.root() + " is a file; name a directory", null);
        }
        makeDurably(layout.root());
    }

    private void makeDurably(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            makeDurably(directory.getParent());
            Files.createDirectories(directory);
            directories.forceNow(directory.getParent());
        }
    }

    private void requireFormat() throws IOException {
        Properties lines = new Properties();
        lines.load(new StringReader(Files.readString(layout.marker())));
        int format = number(lines.getProperty("format"));
        if (format > FORMAT) {
            throw new ProviderException.Rejected(
                    layout.root() + " was written by a newer Gantry, in format " + format + "; this one knows " + FORMAT
                            + ": use the newer one",
                    null);
        }
    }

    private int number(String text) throws DamagedFileException {
        try {
            return Integer.parseInt(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new DamagedFileException(layout.marker(), e);
        }
    }

    /** What a check that was cut short left behind, and what a fresh file system holds, do not count. */
    private void requireEmpty() throws IOException {
        Set<String> harmless = Set.of(layout.trial().getFileName().toString(), "lost+found");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.root())) {
            for (Path entry : entries) {
                if (!harmless.contains(entry.getFileName().toString())) {
                    throw new ProviderException.Rejected(
                            layout.root() + " is not empty and no store of Gantry's: it holds " + entry.getFileName()
                                    + "; name an empty directory",
                            null);
                }
            }
        }
    }

    /** The marker to be; of a directory that has one, the proof that it can be written to. */
    private void writeTrial() throws IOException {
        Path trial = layout.trial();
        byte[] text = ("format=" + FORMAT + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel file = FileChannel.open(
                trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ObjectFile.writeFully(file, ByteBuffer.wrap(text), 0);
            directories.forceNow(trial, file);
        }
    }
}
