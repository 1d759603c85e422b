package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The far side's tapes, and where its objects lie. Positions are not told: everything lies at 0. */
final class RemoteMedia implements Media {

    private static final String RESOURCE = "tape";

    private final RemoteNode node;

    RemoteMedia(RemoteNode node) {
        this.node = node;
    }

    @Override
    public CompletionStage<List<MediumState>> list() {
        return RemotePages.of(node, RESOURCE, "Tape", TapeRecord::read);
    }

    @Override
    public CompletionStage<MediumState> eject(Medium medium) {
        return move(medium, "eject");
    }

    @Override
    public CompletionStage<MediumState> load(Medium medium) {
        return move(medium, "online");
    }

    private CompletionStage<MediumState> move(Medium medium, String operation) {
        RemoteCall call = RemoteCall.rest("PUT", RESOURCE + "/" + medium)
                .query("operation", operation)
                .missing(Problem.NO_SUCH_OBJECT);
        return node.read(call, (headers, in) -> TapeRecord.read(RemoteElement.read(in, "Data")));
    }

    @Override
    public CompletionStage<List<Optional<Placement>>> locate(List<ObjectKey> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        BucketName bucket = keys.get(0).bucket();
        RemoteCall call = RemoteCall.rest("PUT", "bucket/" + bucket)
                .query("operation", "get_physical_placement")
                .flag("full_details")
                .body(WireNames.XML, Buffers.of(names(keys)))
                .missing(Problem.NO_SUCH_BUCKET);
        return node.read(call, (headers, in) -> placements(keys, RemoteElement.read(in, "Data")));
    }

    private static byte[] names(List<ObjectKey> keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XmlOut.write(
                    bytes,
                    "Objects",
                    out -> keys.forEach(key -> out.element("Object", one -> one.attribute("Name", key.name()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<Optional<Placement>> placements(List<ObjectKey> keys, RemoteElement data) {
        Map<String, List<RemoteElement>> blobs =
                data.children("Object").stream().collect(Collectors.groupingBy(blob -> blob.get("Name")));
        List<Optional<Placement>> all = new ArrayList<>();
        keys.forEach(key ->
                all.add(Optional.ofNullable(blobs.get(key.name().value())).map(RemoteMedia::placement)));
        return all;
    }

    private static Placement placement(List<RemoteElement> blobs) {
        return new Placement(
                blobs.stream().allMatch(blob -> blob.isTrue("InCache")),
                blobs.stream().flatMap(RemoteMedia::extents).toList());
    }

    private static Stream<Extent> extents(RemoteElement blob) {
        ByteRange range = new ByteRange(blob.number("Offset"), blob.number("Length"));
        return blob.children("PhysicalPlacement").stream()
                .flatMap(placement -> placement.children("Tapes").stream())
                .flatMap(tapes -> tapes.children("Tape").stream())
                .map(tape -> new Extent(new Medium(tape.get("BarCode")), 0, range));
    }
}
