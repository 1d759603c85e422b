package dev.gantry.durastore;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Reply;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** PUT of a content that names another one to copy, in any store (docs/durastore.md, Content). */
final class CopyOperation implements Operation {

    /** A content in a space, as the header names it. */
    private record Source(String space, ObjectName content) {

        static Source parse(String header) {
            String path = header.strip().replaceFirst("^/+", "");
            int slash = path.indexOf('/');
            if (slash <= 0 || slash == path.length() - 1) {
                throw new InvalidValueException(
                        "Malformed " + WireNames.COPY_SOURCE + " header, it is space/content: " + header);
            }
            return new Source(
                    Percent.decodePath(path.substring(0, slash)),
                    new ObjectName(Percent.decodePath(path.substring(slash + 1))));
        }
    }

    @Override
    public CompletionStage<Reply> run(Call call) {
        SpaceIds.requireContent(call.address().rest());
        Source source = Source.parse(call.header(WireNames.COPY_SOURCE).orElse(""));
        if (call.header(WireNames.CONTENT_LENGTH)
                .filter(length -> !length.strip().equals("0"))
                .isPresent()) {
            throw new Refusal(400, "a request to copy brings no body");
        }
        return source(call, source)
                .thenCombine(
                        call.content(), (from, to) -> call.gateway().objects().copy(from, to, Set.of(ChecksumType.MD5)))
                .thenCompose(copy -> copy)
                .thenApply(copy -> PutOperation.created(call, checksums(copy)));
    }

    private static CompletionStage<ObjectKey> source(Call call, Source source) {
        return call.store(call.header(WireNames.COPY_SOURCE_STORE)
                        .or(() -> call.address().parameter("storeID")))
                .thenCompose(store -> call.space(store, source.space()))
                .thenApply(bucket -> new ObjectKey(bucket.name(), source.content()));
    }

    private static Checksums checksums(ObjectInfo copy) {
        return ContentHeaders.md5(copy).map(Checksums::of).orElse(Checksums.none());
    }
}
