package dev.gantry.lab;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.VersionToken;
import dev.gantry.lab.LibraryEvent.Asked;
import dev.gantry.lab.LibraryEvent.Bought;
import dev.gantry.lab.LibraryEvent.Copied;
import dev.gantry.lab.LibraryEvent.Counted;
import dev.gantry.lab.LibraryEvent.Ejected;
import dev.gantry.lab.LibraryEvent.Kept;
import dev.gantry.lab.LibraryEvent.Loaded;
import dev.gantry.lab.LibraryEvent.Mounted;
import dev.gantry.lab.LibraryEvent.Released;
import dev.gantry.lab.LibraryEvent.Removed;
import dev.gantry.lab.LibraryEvent.Renamed;
import dev.gantry.lab.LibraryEvent.Renewed;
import dev.gantry.lab.LibraryEvent.Stored;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event as a line of text: its kind, its time in milliseconds, and its fields, with a space between two. */
final class EventLine {

    private static final String NONE = "-";

    private EventLine() {}

    static String write(LibraryEvent event) {
        return Stream.concat(
                        Stream.of(
                                event.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                                event.at().toEpochMilli()),
                        fields(event))
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    private static Stream<Object> fields(LibraryEvent event) {
        if (event instanceof Bought e) {
            return Stream.of(e.medium(), e.capacity(), e.used(), e.mounts());
        } else if (event instanceof Ejected e) {
            return Stream.of(e.medium());
        } else if (event instanceof Loaded e) {
            return Stream.of(e.medium());
        } else if (event instanceof Stored e) {
            return of(
                    e.key(),
                    text(e.token().value()),
                    e.length(),
                    extents(e.extents()),
                    e.keep().toMillis());
        } else if (event instanceof Renamed e) {
            return of(e.key(), text(e.token().value()));
        } else if (event instanceof Removed e) {
            return of(e.key());
        } else if (event instanceof Asked e) {
            return of(e.key(), e.range().offset(), e.range().length(), e.keep().toMillis());
        } else if (event instanceof Renewed e) {
            return of(e.key(), e.range().offset(), e.range().length(), e.keep().toMillis());
        } else if (event instanceof Released e) {
            return of(e.key(), e.range().offset(), e.range().length());
        }
        return kept(event);
    }

    private static Stream<Object> kept(LibraryEvent event) {
        if (event instanceof Kept e) {
            return of(e.key(), text(e.token().value()), e.length(), extents(e.extents()), extents(e.damaged()));
        } else if (event instanceof Copied e) {
            return of(e.key(), e.range().offset(), e.range().length(), e.until().toEpochMilli(), e.released());
        } else if (event instanceof Mounted e) {
            return Stream.of(e.drive(), e.medium(), e.position());
        } else if (event instanceof Counted e) {
            LibraryReport.Totals t = e.totals();
            return Stream.of(t.mounts(), t.seeks(), t.distance(), t.recalls());
        }
        throw new IllegalStateException("no line for " + event);
    }

    private static Stream<Object> of(ObjectKey key, Object... more) {
        return Stream.concat(Stream.of(key.bucket(), text(key.name().value())), Arrays.stream(more));
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String extents(List<Extent> extents) {
        return extents.isEmpty()
                ? NONE
                : extents.stream()
                        .map(e -> e.medium() + "," + e.position() + ","
                                + e.range().offset() + "," + e.range().length())
                        .collect(Collectors.joining(";"));
    }

    /** The event of a line, or {@link InvalidValueException}. */
    static LibraryEvent read(String line) {
        Fields in = new Fields(Arrays.asList(line.split(" ", -1)).iterator());
        String kind = in.next();
        Instant at = Instant.ofEpochMilli(in.number());
        return switch (kind) {
            case "bought" -> new Bought(at, in.medium(), in.number(), in.number(), (int) in.number());
            case "ejected" -> new Ejected(at, in.medium());
            case "loaded" -> new Loaded(at, in.medium());
            case "stored" ->
                new Stored(at, in.key(), in.token(), in.number(), in.extents(), Duration.ofMillis(in.number()));
            case "renamed" -> new Renamed(at, in.key(), in.token());
            case "removed" -> new Removed(at, in.key());
            case "asked" -> new Asked(at, in.key(), in.range(), Duration.ofMillis(in.number()));
            case "renewed" -> new Renewed(at, in.key(), in.range(), Duration.ofMillis(in.number()));
            case "released" -> new Released(at, in.key(), in.range());
            case "kept" -> new Kept(at, in.key(), in.token(), in.number(), in.extents(), in.extents());
            case "copied" -> new Copied(at, in.key(), in.range(), Instant.ofEpochMilli(in.number()), in.truth());
            case "mounted" -> new Mounted(at, (int) in.number(), in.medium(), in.number());
            case "counted" ->
                new Counted(at, new LibraryReport.Totals(in.number(), in.number(), in.number(), in.number()));
            default -> throw new InvalidValueException("no event of a library: " + kind);
        };
    }

    /** A line's fields, one after the other. */
    private record Fields(Iterator<String> rest) {

        String next() {
            if (!rest.hasNext()) {
                throw new InvalidValueException("an event of a library lacks a field");
            }
            return rest.next();
        }

        long number() {
            try {
                return Long.parseLong(next());
            } catch (NumberFormatException e) {
                throw new InvalidValueException("an event of a library lacks a number: " + e.getMessage());
            }
        }

        boolean truth() {
            return Boolean.parseBoolean(next());
        }

        Medium medium() {
            return new Medium(next());
        }

        String text() {
            return URLDecoder.decode(next(), StandardCharsets.UTF_8);
        }

        ObjectKey key() {
            return new ObjectKey(new BucketName(next()), new ObjectName(text()));
        }

        VersionToken token() {
            return new VersionToken(text());
        }

        ByteRange range() {
            return new ByteRange(number(), number());
        }

        List<Extent> extents() {
            String all = next();
            return all.equals(NONE)
                    ? List.of()
                    : Arrays.stream(all.split(";", -1)).map(Fields::extent).toList();
        }

        private static Extent extent(String text) {
            Fields in = new Fields(Arrays.asList(text.split(",", -1)).iterator());
            return new Extent(in.medium(), in.number(), in.range());
        }
    }
}
