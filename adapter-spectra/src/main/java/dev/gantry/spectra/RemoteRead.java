package dev.gantry.spectra;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob, or ranges of it, on its way from the far side.
 *
 * @param object as far as the answer describes it: a whole blob's answer does not tell the length of its object
 */
record RemoteRead(
        ObjectInfo object, ByteRange blob, List<ByteRange> ranges, Optional<Checksum> checksum, RangedBody body)
        implements Read {

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (" + RANGE + "(?:, ?" + RANGE + "){0,999})/([0-9]{1,18}|\\*)");

    /** Takes over the body of {@code answer}; refuses one that is not what was asked for. */
    static RemoteRead of(Download download, Answer answer) {
        Streamed body = answer.body();
        long offset = download.address().offset().orElse(0);
        List<ByteRange> given = given(download, answer, offset);
        long length = given.stream().mapToLong(ByteRange::length).sum();
        if (length != body.length()) {
            throw new InvalidValueException("it has " + body.length() + " bytes for ranges of " + length);
        }
        long from = Math.min(
                offset, given.stream().mapToLong(ByteRange::offset).min().orElse(offset));
        long end = given.stream().mapToLong(ByteRange::end).max().orElse(offset);
        ObjectInfo object = RemoteObjectInfo.of(download.address().key(), answer.headers(), total(answer, end));
        return new RemoteRead(
                object,
                new ByteRange(from, end - from),
                given,
                RemoteObjectInfo.checksum(answer.headers()),
                new RangedBody(body, given));
    }

    /** What the answer holds: as it says itself, else as it was asked for. */
    private static List<ByteRange> given(Download download, Answer answer, long offset) {
        if (download.ranges().isEmpty()) {
            return List.of(new ByteRange(offset, answer.body().length()));
        }
        List<ByteRange> given = contentRange(answer).map(RemoteRead::ranges).orElse(download.ranges());
        requireAsked(download.ranges(), given);
        return given;
    }

    /** Ranges come in the order they were asked for in, cut at the object's end; those behind it are left out. */
    private static void requireAsked(List<ByteRange> asked, List<ByteRange> given) {
        int at = 0;
        for (ByteRange range : given) {
            while (at < asked.size() && !begins(asked.get(at), range)) {
                at++;
            }
            if (at++ == asked.size()) {
                throw new InvalidValueException("it gives " + given + " where " + asked + " was asked for");
            }
        }
    }

    private static boolean begins(ByteRange asked, ByteRange given) {
        return asked.offset() == given.offset() && asked.covers(given);
    }

    private static List<ByteRange> ranges(Matcher contentRange) {
        return RANGE.matcher(contentRange.group(1))
                .results()
                .map(part -> range(Long.parseLong(part.group(1)), Long.parseLong(part.group(2))))
                .toList();
    }

    private static ByteRange range(long first, long last) {
        return new ByteRange(first, last + 1 - first);
    }

    private static long total(Answer answer, long end) {
        return contentRange(answer)
                .map(found -> found.group(found.groupCount()))
                .filter(total -> !total.equals("*"))
                .map(total -> Math.max(Long.parseLong(total), end))
                .orElse(end);
    }

    private static Optional<Matcher> contentRange(Answer answer) {
        return answer.headers()
                .first(WireNames.CONTENT_RANGE)
                .map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches);
    }

    @Override
    public List<Payload> payloads() {
        return body.payloads();
    }

    /** The far side sees the bytes arrive by itself; there is nothing to tell it. */
    @Override
    public CompletionStage<Void> delivered() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        body.close();
    }
}
