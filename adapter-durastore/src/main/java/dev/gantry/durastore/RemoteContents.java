package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The far side's contents one by one, as its API has them. */
final class RemoteContents {

    private static final long MAX_DOCUMENT = 4L << 20;

    private final RemoteStore store;

    RemoteContents(RemoteStore store) {
        this.store = store;
    }

    RemoteStore store() {
        return store;
    }

    CompletionStage<Optional<RemoteContent>> head(RemoteAddress address) {
        return RemoteStore.ifThere(store.confirm(RemoteCall.content("HEAD", address)))
                .thenApply(headers -> headers.map(RemoteContent::new));
    }

    /** The bytes of {@code range}, which is not empty; the caller closes the answer. Conflict while it is archived. */
    CompletionStage<Answer> get(RemoteAddress address, ByteRange range) {
        String bytes = "bytes=" + range.offset() + "-" + (range.end() - 1);
        return store.exchange(RemoteCall.content("GET", address).header(WireNames.RANGE, bytes))
                .thenApply(answer -> {
                    if (answer.status() == 206 && answer.body().length() == range.length()) {
                        return answer;
                    }
                    answer.close();
                    throw new ProviderException.Rejected(
                            address + " does not give its bytes " + range.offset() + " to " + range.end(), null);
                });
    }

    /** A small document of Gantry's own, or a manifest; none if there is none. */
    <T> CompletionStage<Optional<T>> document(RemoteAddress address, long max, RemoteStore.Reader<T> reader) {
        return RemoteStore.ifThere(store.read(RemoteCall.content("GET", address), max, reader));
    }

    CompletionStage<Optional<String>> text(RemoteAddress address) {
        return document(address, MAX_DOCUMENT, (headers, in) -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    /**
     * Stores a content, and gives the MD5 that the far side computed, in hex.
     *
     * @param md5 what the bytes must have, if that is known before they go out
     */
    CompletionStage<Optional<Checksum>> put(
            RemoteAddress address, Headers properties, Optional<Checksum> md5, Payload payload) {
        RemoteCall call = RemoteCall.content("PUT", address).headers(properties).body(payload);
        md5.ifPresent(checksum -> call.header(WireNames.CONTENT_MD5, checksum.toHex()));
        return store.confirm(call).thenApply(headers -> new RemoteContent(headers).md5());
    }

    /** Stores a small document of Gantry's own. */
    CompletionStage<Checksum> put(RemoteAddress address, Headers properties, byte[] document) {
        Checksum md5 = md5(document);
        return put(address, properties, Optional.of(md5), Buffers.of(document)).thenApply(answered -> {
            requireSame(address, md5, answered);
            return md5;
        });
    }

    static Checksum md5(byte[] bytes) {
        Digests digests = new Digests(Set.of(ChecksumType.MD5));
        digests.update(ByteBuffer.wrap(bytes));
        return digests.finish().find(ChecksumType.MD5).orElseThrow();
    }

    /** That what was stored is what was sent; else the same may work another time. */
    static void requireSame(RemoteAddress address, Checksum sent, Optional<Checksum> stored) {
        if (!stored.equals(Optional.of(sent))) {
            throw new ProviderException.Unavailable(
                    address + " was stored with "
                            + stored.map(Checksum::toString).orElse("no checksum") + ", but was sent with " + sent,
                    null);
        }
    }

    /** Makes {@code to} what {@code from} is, properties included. Nobody sees anything in between. */
    CompletionStage<Void> copy(RemoteAddress from, RemoteAddress to) {
        return store.confirm(RemoteCall.content("PUT", to)
                        .header(WireNames.COPY_SOURCE, from.path())
                        .patient())
                .thenApply(done -> null);
    }

    /** Gives a content these properties in place of all it has. */
    CompletionStage<Void> describe(RemoteAddress address, Headers properties) {
        return store.confirm(
                        RemoteCall.content("POST", address).headers(properties).patient())
                .thenApply(done -> null);
    }

    /** Removes a content, and says whether it was there. */
    CompletionStage<Boolean> delete(RemoteAddress address) {
        return RemoteStore.ifThere(store.confirm(RemoteCall.content("DELETE", address)))
                .thenApply(Optional::isPresent);
    }

    /** Removes all of them; that one is not there is no failure. */
    CompletionStage<Void> deleteAll(List<RemoteAddress> addresses) {
        return RemoteBatches.each(addresses, this::delete).thenApply(gone -> null);
    }

    /** The ids behind {@code marker} that begin with {@code prefix}, in their order; empty behind the last. */
    CompletionStage<List<String>> list(String space, String prefix, String marker, int max) {
        RemoteCall call = RemoteCall.word("GET", space)
                .query("prefix", prefix)
                .query("marker", marker)
                .query("maxResults", Integer.toString(max));
        return store.read(call, RemoteDocuments.MAX_LISTING, (headers, in) -> RemoteDocuments.items(in, max));
    }

    /** All ids that begin with {@code prefix}. */
    CompletionStage<List<String>> listAll(String space, String prefix) {
        return listFrom(space, prefix, "", List.of());
    }

    private CompletionStage<List<String>> listFrom(String space, String prefix, String marker, List<String> before) {
        return list(space, prefix, marker, RemoteDocuments.PAGE).thenCompose(page -> {
            List<String> all = Stream.concat(before.stream(), page.stream()).toList();
            return page.isEmpty()
                    ? CompletableFuture.completedStage(all)
                    : listFrom(space, prefix, page.get(page.size() - 1), all);
        });
    }
}
