package dev.gantry.file;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page of a bucket, found by walking its tree in order: only directories that can hold names of the page are read,
 * only files of the page are opened.
 */
final class Listing {

    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    /** A page ends early once its objects have this many blobs, whose checksums it carries. */
    private static final int MAX_BLOBS = 100_000;

    private final BucketName bucket;
    private final Path objects;
    private final ListQuery query;
    private final Window window;
    private final List<StoredObject> found = new ArrayList<>();
    private final List<String> commonPrefixes = new ArrayList<>();
    private long blobs;
    private String last = "";
    private boolean more;

    Listing(BucketName bucket, Path objects, ListQuery query) {
        this.bucket = bucket;
        this.objects = objects;
        this.query = query;
        this.window = new Window(utf8(query.prefix()), utf8(query.after()));
        commonPrefix(query.after()).filter(query.after()::equals).ifPresent(common -> window.passBelow(utf8(common)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ListPage page() throws IOException {
        walk(objects, new byte[0]);
        return new ListPage(found, commonPrefixes, Optional.of(last).filter(name -> more));
    }

    private void walk(Path directory, byte[] start) throws IOException {
        SortedEntries entries = new SortedEntries(directory, start, window);
        Optional<Entry> entry = entries.next();
        while (entry.isPresent() && !more) {
            visit(directory.resolve(entry.get().text()), entry.get());
            entry = entries.next();
        }
    }

    private void visit(Path path, Entry entry) throws IOException {
        if (!entry.isIn(window)) {
            return;
        }
        if (!entry.isObject()) {
            walk(path, entry.name());
        } else if (isFull()) {
            more = true;
        } else {
            take(path, entry.name());
        }
    }

    private boolean isFull() {
        return found.size() + commonPrefixes.size() >= query.max() || blobs >= MAX_BLOBS;
    }

    private void take(Path path, byte[] utf8) throws IOException {
        String name = new String(utf8, StandardCharsets.UTF_8);
        if (!Arrays.equals(utf8(name), utf8)) {
            return; // no UTF-8, so no object of ours
        }
        Optional<String> common = commonPrefix(name);
        if (common.isPresent()) {
            last = common.get();
            commonPrefixes.add(last);
            window.passBelow(utf8(last));
        } else {
            describe(path, name).ifPresent(this::add);
            window.pass(utf8);
        }
    }

    private Optional<String> commonPrefix(String name) {
        if (query.delimiter().isEmpty() || !name.startsWith(query.prefix())) {
            return Optional.empty();
        }
        String delimiter = query.delimiter().get();
        int at = name.indexOf(delimiter, query.prefix().length());
        return at < 0 ? Optional.empty() : Optional.of(name.substring(0, at + delimiter.length()));
    }

    private void add(StoredObject object) {
        found.add(object);
        last = object.key().name().value();
        blobs += object.record().orElseThrow().layout().count();
    }

    /** A damaged file must not hide the rest of the bucket: it is reported and left out. */
    private Optional<StoredObject> describe(Path path, String name) throws IOException {
        try {
            return ObjectFile.describe(new ObjectKey(bucket, new ObjectName(name)), path);
        } catch (DamagedFileException | InvalidValueException e) {
            LOG.warn("left {} out of a listing of bucket {}: {}", path, bucket, e.getMessage());
            return Optional.empty();
        }
    }
}
