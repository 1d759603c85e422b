package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Counts the objects that pass by, and keeps those of one page. */
final class Window implements BiConsumer<Bucket, ObjectInfo> {

    private final PageRequest page;
    private final List<Located> kept = new ArrayList<>();
    private boolean begun;
    private long total;
    private long before;

    /** A page that begins at an offset or behind an object. */
    Window(PageRequest page) {
        this.page = page;
        this.begun = page.start() instanceof PageRequest.At;
    }

    @Override
    public void accept(Bucket bucket, ObjectInfo object) {
        boolean inside = begun && !(page.start() instanceof PageRequest.At at && total < at.offset());
        if (inside && kept.size() < page.max()) {
            kept.add(new Located(bucket, object));
        }
        total++;
        if (kept.isEmpty()) {
            before = total;
        }
        begun = begun || isMarker(object.id().value());
    }

    private boolean isMarker(UUID id) {
        return page.start() instanceof PageRequest.Behind behind && behind.id().equals(id);
    }

    long total() {
        return total;
    }

    Page<Located> page() {
        if (!begun) {
            throw new InvalidValueException("page_start_marker is no object of this list");
        }
        return new Page<>(kept, total - before - kept.size(), total);
    }
}
