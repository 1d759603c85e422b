package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody did to a library, and when. Its log is these, and the rest follows from them. */
sealed interface LibraryEvent {

    /** In whole milliseconds, since that is what the log keeps. */
    Instant at();

    void happen(Library library);

    /** A cartridge, and how much of it was used, how often, before it came here. */
    record Bought(Instant at, Medium medium, long capacity, long used, int mounts) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.add(new Cartridge(medium, capacity, used, mounts));
        }
    }

    record Ejected(Instant at, Medium medium) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.eject(medium);
        }
    }

    record Loaded(Instant at, Medium medium) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.load(medium);
        }
    }

    /** An object was published, or was found that the log does not know. */
    record Stored(Instant at, ObjectKey key, VersionToken token, long length, List<Extent> extents, Duration keep)
            implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.write(new TapedObject(key, token, length, extents), at.plus(keep));
        }
    }

    /** The object has another token now, and the same bytes. */
    record Renamed(Instant at, ObjectKey key, VersionToken token) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.find(key).ifPresent(object -> object.rename(token));
        }
    }

    record Removed(Instant at, ObjectKey key) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.forget(key);
        }
    }

    /** Bytes were asked for; what is there or on its way is left as it is, but for how long it is kept. */
    record Asked(Instant at, ObjectKey key, ByteRange range, Duration keep) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.find(key).ifPresent(object -> ask(library, object));
        }

        private void ask(Library library, TapedObject object) {
            Optional<DiskCopy> copy = object.copyOf(range);
            Optional<Recall> recall = object.recallOf(range);
            if (copy.isPresent()) {
                copy.get().renew(at.plus(keep));
            } else if (recall.isPresent()) {
                recall.get().keepAtLeast(keep);
            } else if (range.length() > 0) {
                library.recall(new Recall(object, range, at, keep));
            }
        }
    }

    record Renewed(Instant at, ObjectKey key, ByteRange range, Duration keep) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.find(key).flatMap(object -> object.copyOf(range)).ifPresent(copy -> copy.renew(at.plus(keep)));
        }
    }

    record Released(Instant at, ObjectKey key, ByteRange range) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.find(key)
                    .ifPresent(object -> object.copyOf(range)
                            .ifPresentOrElse(
                                    DiskCopy::release,
                                    () -> object.recallOf(range).ifPresent(library::callOff)));
        }
    }

    /** How a library was when its log was last written anew: an object that is on tape. */
    record Kept(Instant at, ObjectKey key, VersionToken token, long length, List<Extent> extents, List<Extent> damaged)
            implements LibraryEvent {
        @Override
        public void happen(Library library) {
            TapedObject object = new TapedObject(key, token, length, extents);
            damaged.forEach(object::damaged);
            library.restore(object, List.of());
        }
    }

    /** The same: a copy of such an object. */
    record Copied(Instant at, ObjectKey key, ByteRange range, Instant until, boolean released) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.find(key)
                    .ifPresent(object -> library.restore(object, List.of(new DiskCopy(range, until, released, true))));
        }
    }

    /** The same: what is in a drive, and where its head is. */
    record Mounted(Instant at, int drive, Medium medium, long position) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            if (drive < library.bay().drives().size()) {
                library.bay().drives().get(drive).restore(library.shelf().get(medium), position);
            }
        }
    }

    /** The same: what the hardware has done. */
    record Counted(Instant at, LibraryReport.Totals totals) implements LibraryEvent {
        @Override
        public void happen(Library library) {
            library.counts().restore(totals);
        }
    }
}
