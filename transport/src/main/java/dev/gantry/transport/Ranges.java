package dev.gantry.transport;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Range header and its answer; positions are in the whole object (docs/spectra-s3.md, Ranges). */
public final class Ranges {

    private static final String UNIT = "bytes=";
    private static final int MAX = 1000;
    private static final Pattern ONE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

    private Ranges() {}

    /** The ranges that a header asks for, not yet seen against what there is; none asks for everything. */
    public static List<String> parse(Optional<String> header) {
        String value = header.orElse("").strip();
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return List.of();
        }
        List<String> ranges = List.of(value.substring(UNIT.length()).split(",")).stream()
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        if (ranges.size() > MAX) {
            throw new ApiException(Problem.INVALID, "a request asks for at most " + MAX + " ranges");
        }
        return ranges.stream().allMatch(Ranges::isRange) ? ranges : List.of();
    }

    private static boolean isRange(String range) {
        return range.length() > 1 && ONE.matcher(range).matches();
    }

    /**
     * What of {@code within} the ranges ask for, in their order; those that lie outside of it are left out. If all do,
     * RANGE_NOT_SATISFIABLE.
     */
    public static List<ByteRange> resolve(List<String> ranges, ByteRange within) {
        List<ByteRange> resolved = new ArrayList<>();
        ranges.forEach(range -> resolve(range, within).ifPresent(resolved::add));
        if (resolved.isEmpty() && !ranges.isEmpty()) {
            throw new ApiException(
                    Problem.RANGE_NOT_SATISFIABLE,
                    "the range lies outside of the bytes " + within.offset() + " to " + within.end());
        }
        return resolved;
    }

    private static Optional<ByteRange> resolve(String range, ByteRange within) {
        Matcher matcher = ONE.matcher(range);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return matcher.group(1).isEmpty()
                ? last(Long.parseLong(matcher.group(2)), within)
                : between(Long.parseLong(matcher.group(1)), end(matcher.group(2), within), within);
    }

    private static long end(String last, ByteRange within) {
        return last.isEmpty() ? within.end() : Math.min(within.end(), Long.parseLong(last) + 1);
    }

    private static Optional<ByteRange> last(long length, ByteRange within) {
        return between(within.end() - Math.min(length, within.length()), within.end(), within);
    }

    private static Optional<ByteRange> between(long from, long end, ByteRange within) {
        return from >= within.offset() && from < end ? Optional.of(new ByteRange(from, end - from)) : Optional.empty();
    }

    /** The value of Content-Range: all parts, in the order in which their bytes follow each other. */
    public static String contentRange(List<ByteRange> ranges, long total) {
        return ranges.stream()
                .map(range -> range.offset() + "-" + (range.end() - 1))
                .collect(Collectors.joining(",", "bytes ", "/" + total));
    }
}
