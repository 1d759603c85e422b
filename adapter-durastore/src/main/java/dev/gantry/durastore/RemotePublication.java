package dev.gantry.durastore;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.durastore.PartsManifest.Part;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.transport.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a written object visible in one step: a copy, by the far side, of a content that is complete (docs/durastore.md,
 * Driven: writes). Every step can be done again.
 */
final class RemotePublication {

    private static final Logger LOG = LoggerFactory.getLogger(RemotePublication.class);

    private final WriteSpec spec;
    private final List<Receipt> receipts;
    private final Optional<Checksum> md5;
    private final RemoteContents contents;
    private final RemoteObjects objects;
    private final RemoteAddress plain;
    private final RemoteAddress manifest;
    private final RemoteAddress staged;

    /** {@code md5} is that of the whole object, if it is known. */
    RemotePublication(
            WriteSpec spec,
            List<Receipt> receipts,
            Optional<Checksum> md5,
            RemoteContents contents,
            RemoteNames names,
            RemoteObjects objects) {
        this.spec = spec;
        this.receipts = List.copyOf(receipts);
        this.md5 = md5;
        this.contents = contents;
        this.objects = objects;
        this.plain = RemoteObjects.address(spec.key());
        this.manifest = RemoteObjects.manifestAddress(spec.key());
        this.staged = plain.sibling(names.staged(spec.id()));
    }

    CompletionStage<StoredObject> run() {
        BlobLayout layout = spec.layout();
        boolean complete = receipts.size() == layout.count()
                && IntStream.range(0, receipts.size())
                        .allMatch(i -> receipts.get(i).range().equals(layout.range(i)));
        return complete
                ? objects.find(spec.key()).thenCompose(this::over)
                : CompletableFuture.failedStage(new ProviderException.Rejected(
                        "an object of " + layout.count() + " blobs cannot be published with " + receipts.size()
                                + " receipts",
                        null));
    }

    private CompletionStage<StoredObject> over(Optional<RemoteObject> now) {
        if (now.filter(object -> object.isOf(spec.id())).isPresent()) {
            return tidied(now.get());
        }
        if (now.isPresent() && !spec.replace()) {
            throw new ProviderException.Conflict("there is an object " + spec.key() + " already");
        }
        boolean hides = now.filter(object -> object.manifest().isEmpty()).isPresent();
        CompletionStage<Optional<RemoteObject>> parts =
                hides ? objects.inParts(spec.key()) : CompletableFuture.completedStage(now);
        return parts.thenCompose(older -> spec.layout().count() == 1 ? whole(older) : inParts(older, hides))
                .thenCompose(done -> objects.find(spec.key()))
                .thenCompose(found -> tidied(found.filter(object -> object.isOf(spec.id()))
                        .orElseThrow(() -> new ProviderException.Conflict(
                                "object " + spec.key() + " was replaced while it was written"))));
    }

    private CompletionStage<Void> whole(Optional<RemoteObject> olderParts) {
        Checksum sum = md5(receipts.get(0));
        return contents.describe(staged, described(sum))
                .thenCompose(done -> contents.copy(staged, plain))
                .thenCompose(done -> olderParts.isPresent()
                        ? objects.removeParts(olderParts.get()).thenApply(gone -> null)
                        : CompletableFuture.completedStage(null));
    }

    private static Checksum md5(Receipt receipt) {
        return receipt.checksums()
                .find(ChecksumType.MD5)
                .orElseThrow(() -> new ProviderException.Rejected("a receipt lacks the MD5 of its blob", null));
    }

    private Headers described(Checksum beside) {
        List<Checksums> blobs = receipts.stream().map(Receipt::checksums).toList();
        ObjectRecord record = new ObjectRecord(spec.id(), spec.created(), spec.layout(), blobs);
        Optional<String> text = RemoteRecord.encode(record, beside.toHex());
        return spec.layout().count() == 1
                ? RemoteProperties.encode(spec.metadata(), text)
                : RemoteProperties.encodeBesideParts(spec.metadata(), text);
    }

    /** The parts of an older state are named before they are nobody's. */
    private CompletionStage<Void> inParts(Optional<RemoteObject> older, boolean hides) {
        PartsManifest parts = manifest();
        byte[] document = PartsManifestXml.write(parts);
        List<String> unused = new ArrayList<>(older.flatMap(RemoteObject::manifest).stream()
                .flatMap(m -> m.parts().stream())
                .map(Part::id)
                .toList());
        unused.removeAll(parts.parts().stream().map(Part::id).toList());
        return objects.intents()
                .declare(spec.key(), spec.id(), unused)
                .thenCompose(done -> contents.put(staged, described(RemoteContents.md5(document)), document))
                .thenCompose(done -> contents.copy(staged, manifest))
                .thenCompose(done -> hides ? contents.delete(plain) : CompletableFuture.completedStage(true))
                .thenCompose(done ->
                        contents.deleteAll(unused.stream().map(plain::sibling).toList()));
    }

    private PartsManifest manifest() {
        List<Part> parts = IntStream.range(0, receipts.size())
                .mapToObj(i -> new Part(
                        RemoteNames.part(plain.content(), spec.id(), i),
                        receipts.get(i).range().length(),
                        md5(receipts.get(i))))
                .toList();
        Optional<String> type = Optional.ofNullable(spec.metadata().values().get(WireNames.MIMETYPE));
        return new PartsManifest(plain.content(), type, spec.layout().objectLength(), md5, parts);
    }

    /** The object is there; what is left over is swept another time if it cannot be removed now. */
    private CompletionStage<StoredObject> tidied(RemoteObject object) {
        return contents.delete(staged)
                .thenCompose(gone -> objects.intents().settle(spec.key(), spec.id()))
                .exceptionally(failure -> {
                    LOG.warn("what was left of writing {} is still there: {}", spec.key(), failure.getMessage());
                    return null;
                })
                .thenApply(done -> object.stored());
    }
}
