package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.ports.api.Media.Placement;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.List;
import java.util.Optional;

/** Where objects lie physically: on tapes, where their store names them; the other four lists are empty. */
record PlacementDocument(List<MediumState> known) {

    private static final List<String> BEFORE_TAPES = List.of("AzureTargets", "Ds3Targets", "Pools", "S3Targets");

    /** An object and where it lies. */
    record Placed(ObjectInfo object, Placement placement) {}

    /** The five lists, each with an end tag, since clients take a self-closed one for none. */
    void media(XmlOut out, List<Medium> media) {
        BEFORE_TAPES.forEach(kind -> out.element(kind, none -> {}));
        TapeOperations.write(out, media, known);
    }

    /** Everything that holds bytes of those objects. */
    void summary(XmlOut out, List<Placed> objects) {
        media(
                out,
                objects.stream()
                        .flatMap(placed -> placed.placement().extents().stream().map(Extent::medium))
                        .distinct()
                        .toList());
    }

    /** Each blob of an object, with where it lies. */
    void blobs(XmlOut out, Placed placed) {
        ObjectInfo object = placed.object();
        for (long i = 0; i < object.layout().count(); i++) {
            blob(out, placed, Blob.of(object.key().name(), object.id(), object.layout(), i, Optional.empty()));
        }
    }

    /** The same of an object of which only the store's record is at hand: without media. */
    static void unplaced(XmlOut out, ObjectInfo object) {
        new PlacementDocument(List.of()).blobs(out, new Placed(object, new Placement(true, List.of())));
    }

    private void blob(XmlOut out, Placed placed, Blob blob) {
        ObjectInfo object = placed.object();
        out.element(
                "Object",
                one -> one.attribute("Bucket", object.key().bucket())
                        .attribute("Id", blob.id())
                        .attribute("InCache", placed.placement().online())
                        .attribute("Latest", true)
                        .attribute("Length", blob.length())
                        .attribute("Name", blob.name())
                        .attribute("Offset", blob.offset())
                        .attribute("VersionId", object.id())
                        .element(
                                "PhysicalPlacement",
                                media -> media(media, placed.placement().media(blob.range()))));
    }
}
