package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.durastore.PartsManifest.Piece;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Bytes of objects: of a content as they come, of parts one after the other (docs/durastore.md, Driven: reads). */
final class RemoteReads {

    private final RemoteContents contents;
    private final RemoteObjects objects;

    RemoteReads(RemoteContents contents, RemoteObjects objects) {
        this.contents = contents;
        this.objects = objects;
    }

    CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        if (range.length() == 0) {
            return objects.inState(key, token, object -> nothing(object, range));
        }
        return contents.get(RemoteObjects.address(key), range)
                .thenApply(answer -> whole(key, token, answer))
                .exceptionallyCompose(failure -> otherwise(key, token, range, failure));
    }

    private static CompletionStage<Payload> nothing(RemoteObject object, ByteRange range) {
        requireInside(object, range);
        return CompletableFuture.completedStage(Buffers.of(new byte[0]));
    }

    private static void requireInside(RemoteObject object, ByteRange range) {
        if (range.end() > object.length()) {
            throw new ProviderException.Rejected(
                    range + " does not lie in " + object.key() + ", which has " + object.length() + " bytes", null);
        }
    }

    /** The bytes of a content, if the same answer says that it is in the right state. */
    private static Payload whole(ObjectKey key, VersionToken token, Answer answer) {
        RemoteObject object = new RemoteObject(
                key, RemoteObjects.address(key), new RemoteContent(answer.headers()), Optional.empty());
        if (!object.token().equals(token)) {
            answer.close();
            throw RemoteObjects.gone(key);
        }
        return answer.body();
    }

    /** No content of that name may mean parts; a range that was not given may mean another state. */
    private CompletionStage<Payload> otherwise(ObjectKey key, VersionToken token, ByteRange range, Throwable failure) {
        Throwable cause = RemoteFailure.unwrap(failure);
        if (cause instanceof ProviderException.NotFound) {
            return objects.inParts(key)
                    .thenCompose(found -> parts(
                            found.filter(object -> object.token().equals(token))
                                    .orElseThrow(() -> RemoteObjects.gone(key)),
                            range));
        }
        return cause instanceof ProviderException.Rejected
                ? objects.inState(key, token, object -> CompletableFuture.failedStage(cause))
                : CompletableFuture.failedStage(cause);
    }

    private CompletionStage<Payload> parts(RemoteObject object, ByteRange range) {
        requireInside(object, range);
        List<Piece> pieces = object.manifest().orElseThrow().pieces(range);
        List<Supplier<CompletionStage<Streamed>>> rest = Stream.iterate(1, i -> i < pieces.size(), i -> i + 1)
                .<Supplier<CompletionStage<Streamed>>>map(i -> () -> open(object, pieces.get(i)))
                .toList();
        return open(object, pieces.get(0))
                .thenApply(
                        first -> rest.isEmpty() ? first : new Streamed(range.length(), new JoinedSource(first, rest)));
    }

    /** A part that is not the one that the manifest names is a state of another object. */
    private CompletionStage<Streamed> open(RemoteObject object, Piece piece) {
        RemoteAddress at = object.at().sibling(piece.part().id());
        return contents.get(at, piece.range()).thenApply(answer -> {
            RemoteContent part = new RemoteContent(answer.headers());
            Optional<Checksum> md5 = part.md5();
            boolean same = part.length() == piece.part().length()
                    && md5.filter(piece.part().md5()::equals).isPresent() == md5.isPresent();
            if (!same) {
                answer.close();
                throw new ProviderException.NotFound(
                        "the part " + at + " is not the one that the manifest of " + object.key() + " names");
            }
            return checked(object, piece, at, answer.body());
        });
    }

    /** Of what Gantry wrote the record has checksums, which whoever reads is told; of what others did nobody else has. */
    private static Streamed checked(RemoteObject object, Piece piece, RemoteAddress at, Streamed body) {
        boolean isWhole = piece.range().length() == piece.part().length();
        return isWhole && object.record().isEmpty()
                ? new Streamed(piece.range().length(), new CheckedPart(body, at, piece.part()))
                : body;
    }
}
