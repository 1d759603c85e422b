package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** PUT of a content. The body goes to the port as it is (docs/durastore.md, Content). */
final class PutOperation implements Operation {

    /** The largest content, in bytes. */
    static final long MAX_CONTENT = 1L << 40;

    @Override
    public CompletionStage<Reply> run(Call call) {
        SpaceIds.requireContent(call.address().rest());
        requireLength(call);
        Map<String, String> properties = Properties.read(call.exchange().headers());
        Checksums expected = call.header(WireNames.CONTENT_MD5)
                .map(PutOperation::md5)
                .map(Checksums::of)
                .orElse(Checksums.none());
        return call.content()
                .thenCompose(key -> former(call, key)
                        .thenCompose(former -> call.gateway()
                                .blobs()
                                .put(new Blobs.Upload(
                                        ContentOperations.whole(key),
                                        Properties.merged(former, properties),
                                        expected,
                                        Set.of(ChecksumType.MD5),
                                        call.exchange().body()))))
                .thenApply(received -> created(call, received.checksums()));
    }

    private static void requireLength(Call call) {
        long length = call.header(WireNames.CONTENT_LENGTH)
                .map(text -> Long.parseLong(text.strip()))
                .orElseThrow(() -> new Refusal(411, "say with Content-Length how many bytes will come"));
        if (length > MAX_CONTENT) {
            throw new Refusal(400, "a content has at most " + MAX_CONTENT + " bytes");
        }
    }

    /** In hex, unlike HTTP's own, and in any case of its letters. */
    private static Checksum md5(String hex) {
        try {
            return new Checksum(ChecksumType.MD5, HexFormat.of().parseHex(hex.strip()));
        } catch (InvalidValueException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("Content-MD5 has 32 hex digits here, not base64: " + hex, e);
        }
    }

    /** The properties of what is about to be replaced, which DuraStore keeps where new ones do not replace them. */
    private static CompletionStage<Metadata> former(Call call, ObjectKey key) {
        return call.gateway()
                .objects()
                .head(key)
                .thenApply(ObjectInfo::metadata)
                .exceptionallyCompose(problem ->
                        Failure.unwrap(problem) instanceof ApiException e && e.problem() == Problem.NO_SUCH_OBJECT
                                ? CompletableFuture.completedStage(Metadata.none())
                                : CompletableFuture.failedStage(problem));
    }

    static Reply created(Call call, Checksums checksums) {
        Headers.Builder headers = Headers.builder().add(WireNames.LOCATION, call.uri());
        checksums.find(ChecksumType.MD5).ifPresent(md5 -> ContentHeaders.checksum(headers, md5.toHex()));
        return Reply.empty(201, headers.build());
    }
}
