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
 * A blob, or one range of it, on its way from the far side.
 *
 * @param object as far as the answer describes it: a whole blob's answer does not tell the length of its object
 */
record RemoteRead(ObjectInfo object, ByteRange blob, ByteRange given, Optional<Checksum> checksum, Streamed body)
        implements Read {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    /** Takes over the body of {@code answer}; refuses one that is not what was asked for. */
    static RemoteRead of(Download download, Answer answer) {
        Streamed body = answer.body();
        long offset = download.address().offset().orElse(0);
        ByteRange given = given(download, answer, offset);
        if (given.length() != body.length()) {
            throw new InvalidValueException("it has " + body.length() + " bytes for a range of " + given.length());
        }
        ByteRange blob =
                new ByteRange(Math.min(offset, given.offset()), given.end() - Math.min(offset, given.offset()));
        ObjectInfo object = RemoteObjectInfo.of(download.address().key(), answer.headers(), total(answer, given));
        return new RemoteRead(object, blob, given, RemoteObjectInfo.checksum(answer.headers()), body);
    }

    /** What the answer holds: as it says itself, else as it was asked for. It may be cut at the object's end. */
    private static ByteRange given(Download download, Answer answer, long offset) {
        if (download.ranges().isEmpty()) {
            return new ByteRange(offset, answer.body().length());
        }
        ByteRange asked = download.ranges().get(0);
        ByteRange given = contentRange(answer)
                .map(m -> new ByteRange(number(m, 1), number(m, 2) + 1 - number(m, 1)))
                .orElse(asked);
        if (!asked.covers(given) || given.offset() != asked.offset()) {
            throw new InvalidValueException("it gives " + given + " where " + asked + " was asked for");
        }
        return given;
    }

    private static long total(Answer answer, ByteRange given) {
        return contentRange(answer)
                .filter(m -> !m.group(3).equals("*"))
                .map(m -> Math.max(number(m, 3), given.end()))
                .orElse(given.end());
    }

    private static Optional<Matcher> contentRange(Answer answer) {
        return answer.headers()
                .first(WireNames.CONTENT_RANGE)
                .map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches);
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    @Override
    public List<ByteRange> ranges() {
        return List.of(given);
    }

    @Override
    public List<Payload> payloads() {
        return List.of(body);
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
