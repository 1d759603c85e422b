package dev.gantry.engine;

import dev.gantry.domain.ObjectName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Where objects go in a directory, each to a place of its own. */
final class TreePlan {

    private final TreeTarget target;
    private final TransferBook book;
    private final Map<ObjectName, Path> places = new HashMap<>();
    private final Map<ObjectName, Long> lengths;

    private TreePlan(Path to, Map<ObjectName, Long> lengths, TransferBook book) {
        this.target = new TreeTarget(to);
        this.lengths = lengths;
        this.book = book;
    }

    /** Places the objects; one that has no place of its own is noted as failed. */
    static TreePlan of(Path to, Map<ObjectName, Long> lengths, TransferBook book) {
        TreePlan plan = new TreePlan(to, lengths, book);
        lengths.forEach(plan::place);
        plan.removeCollisions();
        return plan;
    }

    private void place(ObjectName name, long length) {
        book.enter(name, length);
        try {
            if (name.isFolder() && length > 0) {
                throw new TreeException("it is named as a folder and holds " + length + " bytes");
            }
            Path place = target.resolve(name);
            target.requireFreeWay(place);
            places.put(name, place);
        } catch (TreeException e) {
            book.failed(name, e.getMessage());
        }
    }

    private void removeCollisions() {
        Set<Path> directories = new HashSet<>();
        places.forEach((name, place) -> {
            if (name.isFolder()) {
                directories.add(place);
            }
            for (Path parent = place.getParent(); parent != null && directories.add(parent); ) {
                parent = parent.getParent();
            }
        });
        places.keySet().stream()
                .filter(name -> !name.isFolder() && directories.contains(places.get(name)))
                .toList()
                .forEach(name -> {
                    places.remove(name);
                    book.failed(name, "other objects make a directory of its name");
                });
    }

    /** The objects that have a place. */
    Set<ObjectName> names() {
        return Set.copyOf(places.keySet());
    }

    Path place(ObjectName name) {
        return places.get(name);
    }

    long length(ObjectName name) {
        return lengths.get(name);
    }

    /** What is appended to the names of unfinished files: {@code .part}, unless that is the name of another object. */
    String suffix() {
        Set<Path> taken = new HashSet<>(places.values());
        return Stream.iterate(0, i -> i + 1)
                .map(i -> i == 0 ? ".part" : ".part" + i)
                .filter(suffix -> taken.stream().noneMatch(path -> clashes(path, suffix, taken)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean clashes(Path path, String suffix, Set<Path> taken) {
        String part = path.getFileName() + suffix;
        return taken.contains(path.resolveSibling(part)) || taken.contains(path.resolveSibling(part + ".journal"));
    }
}
