package dev.gantry.file;

import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The half-written files, one an object, and who is at work on them. */
final class Staging implements ResumableWrites {

    private static final int PUBLISHING = -1;

    private final StoreLayout layout;
    private final Directories directories;
    private final BlockingWork work;

    /** How many blobs of an object are being written, or {@link #PUBLISHING}. */
    private final Map<ObjectId, Integer> atWork = new ConcurrentHashMap<>();

    Staging(StoreLayout layout, Directories directories, BlockingWork work) {
        this.layout = layout;
        this.directories = directories;
        this.work = work;
    }

    Path file(ObjectId id) {
        return layout.staged(id.value());
    }

    @Override
    public CompletionStage<Boolean> holds(ObjectId id) {
        return work.call(() -> Files.exists(file(id)));
    }

    @Override
    public CompletionStage<Integer> sweep(Set<ObjectId> keep) {
        Set<ObjectId> kept = Set.copyOf(keep);
        return work.call(() -> {
            List<Path> leftovers = leftovers(kept);
            for (Path leftover : leftovers) {
                directories.remove(leftover);
            }
            return leftovers.size();
        });
    }

    private List<Path> leftovers(Set<ObjectId> keep) throws IOException {
        Set<String> kept = new HashSet<>();
        keep.forEach(id -> kept.add(id.toString()));
        List<Path> leftovers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.staging())) {
            for (Path file : files) {
                if (!kept.contains(file.getFileName().toString())) {
                    leftovers.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return leftovers;
    }

    /** A blob is about to be written: publishing has to wait for it. */
    void enter(ObjectId id) {
        atWork.merge(id, 1, (now, one) -> {
            if (now == PUBLISHING) {
                throw new ProviderException.Unavailable("object " + id + " is being published", null);
            }
            return now + one;
        });
    }

    void leave(ObjectId id) {
        atWork.computeIfPresent(id, (same, now) -> now == 1 ? null : Integer.valueOf(now - 1));
    }

    /** Runs {@code publication} while no blob of the object is written, so that nobody writes into a visible object. */
    <T> T publish(ObjectId id, BlockingWork.Question<T> publication) throws IOException {
        Integer before = atWork.putIfAbsent(id, PUBLISHING);
        if (before != null) {
            throw new ProviderException.Unavailable(
                    "object " + id + (before == PUBLISHING ? " is being published" : " is still being written"), null);
        }
        try {
            return publication.answer();
        } finally {
            atWork.remove(id);
        }
    }
}
