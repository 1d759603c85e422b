package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Ranges;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET, HEAD, POST and DELETE of a content (docs/durastore.md, Content). */
final class ContentOperations {

    CompletionStage<Reply> get(Call call) {
        return call.content()
                .thenCompose(key -> ranges(call, key)
                        .thenCompose(ranges -> call.gateway()
                                .blobs()
                                .get(new Blobs.Download(whole(key), ranges))
                                .thenApply(read -> answer(call, read, !ranges.isEmpty()))));
    }

    static Blobs.Address whole(ObjectKey key) {
        return new Blobs.Address(key, Optional.empty(), OptionalLong.empty());
    }

    private static CompletionStage<List<ByteRange>> ranges(Call call, ObjectKey key) {
        Optional<String> header = call.header(WireNames.RANGE).filter(value -> !value.isBlank());
        List<String> asked = Ranges.parse(header);
        if (header.isPresent() && asked.size() != 1) {
            throw new Refusal(400, "a request asks for one range, as bytes=0-99: " + header.get());
        }
        return asked.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : call.gateway()
                        .objects()
                        .head(key)
                        .thenApply(object -> Ranges.resolve(asked, new ByteRange(0, object.length())));
    }

    private static Reply answer(Call call, Blobs.Read read, boolean part) {
        try {
            Headers.Builder headers = ContentHeaders.of(read.object());
            if (part) {
                headers.add(
                        "Content-Range",
                        Ranges.contentRange(read.ranges(), read.object().length()));
            }
            if (call.address().parameter("attachment").filter("true"::equals).isPresent()) {
                headers.add("Content-Disposition", disposition(call.address().rest()));
            }
            return Reply.read(part ? 206 : 200, headers.build(), read);
        } catch (RuntimeException e) {
            read.close();
            throw e;
        }
    }

    /** What could end the quoted text, or the header, is left out of it. */
    private static String disposition(String content) {
        return "attachment;filename=\"" + content.replaceAll("[^ !#-\\[\\]-~]", "_") + "\"";
    }

    CompletionStage<Reply> head(Call call) {
        return call.content()
                .thenCompose(key -> call.gateway().objects().head(key))
                .thenApply(ContentOperations::described);
    }

    private static Reply described(ObjectInfo object) {
        return new Reply(200, ContentHeaders.of(object).build(), new Reply.Empty(object.length()));
    }

    /** Puts the given properties in the place of all there were; only the mimetype stays if none is given. */
    CompletionStage<Reply> update(Call call) {
        Map<String, String> properties = Properties.read(call.exchange().headers());
        return call.content()
                .thenCompose(key -> call.gateway()
                        .objects()
                        .head(key)
                        .thenCompose(object -> call.gateway()
                                .objects()
                                .update(key, Properties.replaced(object.metadata(), properties))))
                .thenApply(
                        object -> Answers.text(200, "Content " + call.address().rest() + " updated successfully"));
    }

    CompletionStage<Reply> delete(Call call) {
        return call.content()
                .thenCompose(key -> call.gateway().objects().delete(key))
                .thenApply(
                        nothing -> Answers.text(200, "Content " + call.address().rest() + " deleted successfully"));
    }
}
