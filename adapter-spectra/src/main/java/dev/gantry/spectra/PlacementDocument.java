package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.List;
import java.util.Optional;

/** Where objects lie physically: a store here names no media, so every list of them is empty. */
final class PlacementDocument {

    private static final List<String> MEDIA = List.of("AzureTargets", "Ds3Targets", "Pools", "S3Targets", "Tapes");

    private PlacementDocument() {}

    /** The five lists, each with an end tag, since clients take a self-closed one for none. */
    static void media(XmlOut out) {
        MEDIA.forEach(kind -> out.element(kind, none -> {}));
    }

    /** Each blob of an object, with where it lies. */
    static void blobs(XmlOut out, ObjectInfo object) {
        for (long i = 0; i < object.layout().count(); i++) {
            blob(out, object, Blob.of(object.key().name(), object.id(), object.layout(), i, Optional.empty()));
        }
    }

    private static void blob(XmlOut out, ObjectInfo object, Blob blob) {
        out.element(
                "Object",
                one -> one.attribute("Bucket", object.key().bucket())
                        .attribute("Id", blob.id())
                        .attribute("InCache", true)
                        .attribute("Latest", true)
                        .attribute("Length", blob.length())
                        .attribute("Name", blob.name())
                        .attribute("Offset", blob.offset())
                        .attribute("VersionId", object.id())
                        .element("PhysicalPlacement", PlacementDocument::media));
    }
}
