package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.Headers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads ranges of pinned states: If-Match, and the answer is compared with what was pinned (docs/s3.md, Reads). */
final class S3Reads {

    private final S3Account account;

    S3Reads(S3Account account) {
        this.account = account;
    }

    CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        Optional<StateToken> state = StateToken.parse(token);
        if (state.isEmpty()) {
            return CompletableFuture.failedStage(gone(key));
        }
        boolean inside = range.end() <= state.get().length();
        return inside ? open(key, state.get(), range) : outside(key, state.get(), range);
    }

    /** A state that is gone cannot be said to be too short. */
    private CompletionStage<Payload> outside(ObjectKey key, StateToken state, ByteRange range) {
        return confirm(key, state).thenApply(headers -> {
            throw new ProviderException.Rejected(
                    range + " does not lie in the " + state.length() + " bytes of " + key, null);
        });
    }

    private CompletionStage<Payload> open(ObjectKey key, StateToken state, ByteRange range) {
        if (range.length() == 0) {
            return confirm(key, state).thenApply(headers -> Buffers.of(new byte[0]));
        }
        S3Call call = S3Call.object("GET", key).header("If-Match", state.quoted());
        if (range.length() == state.length()) {
            FullChecksum.asked(call);
        } else {
            call.header("Range", "bytes=" + range.offset() + "-" + (range.end() - 1));
        }
        return account.exchange(call).thenApply(answer -> payload(key, state, range, answer));
    }

    private CompletionStage<Headers> confirm(ObjectKey key, StateToken state) {
        return account.confirm(S3Call.object("HEAD", key).header("If-Match", state.quoted()))
                .thenApply(headers -> requireState(key, state, headers));
    }

    private static Headers requireState(ObjectKey key, StateToken state, Headers headers) {
        if (!headers.first("ETag").map(StateToken::unquote).equals(Optional.of(state.tag()))) {
            throw gone(key);
        }
        return headers;
    }

    private static Payload payload(ObjectKey key, StateToken state, ByteRange range, Answer answer) {
        try {
            requireState(key, state, answer.headers());
            requireRange(key, state, range, answer);
            return FullChecksum.read(answer.headers(), state)
                    .filter(checksum -> range.length() == state.length())
                    .<Payload>map(checksum ->
                            new Streamed(range.length(), new CheckedSource(answer.body(), checksum, key.toString())))
                    .orElse(answer.body());
        } catch (ProviderException e) {
            answer.close();
            throw e;
        }
    }

    private static void requireRange(ObjectKey key, StateToken state, ByteRange range, Answer answer) {
        String wanted = "bytes " + range.offset() + "-" + (range.end() - 1) + "/" + state.length();
        boolean whole = answer.status() == 200 && range.length() == state.length();
        boolean part = answer.status() == 206
                && answer.headers()
                        .first("Content-Range")
                        .filter(wanted::equals)
                        .isPresent();
        if (!(whole || part) || answer.body().length() != range.length()) {
            throw new ProviderException.Unavailable(
                    "S3 answered " + answer.status() + " with " + answer.body().length() + " bytes, not " + range
                            + " of " + key,
                    null);
        }
    }

    private static ProviderException gone(ObjectKey key) {
        return new ProviderException.NotFound("the object " + key + " was replaced or removed since it was looked at");
    }
}
