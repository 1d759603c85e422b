package dev.gantry.spectra;

import dev.gantry.domain.Page;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Reply;

/** What records say of objects. */
final class ObjectRecords {

    private final Accounts accounts;

    ObjectRecords(Accounts accounts) {
        this.accounts = accounts;
    }

    Reply show(Located found) {
        return Answers.data(out -> plain(out, found));
    }

    /** With {@code full_details} each has more elements, and another name. */
    Reply list(Query query, Page<Located> page) {
        boolean placement = query.isTrue("include_physical_placement");
        boolean details = query.isTrue("full_details");
        return Answers.list(
                page,
                out -> page.items().forEach(found -> {
                    if (details) {
                        out.element("Object", one -> detailed(one, found, placement));
                    } else {
                        out.element("S3Object", one -> plain(one, found));
                    }
                }));
    }

    private static void plain(XmlOut out, Located found) {
        ObjectInfo object = found.object();
        out.text("BucketId", found.bucket().id())
                .text("CreationDate", object.created())
                .text("Id", object.id())
                .text("Latest", true)
                .text("Name", object.key().name())
                .text("Type", ObjectFilter.Type.of(object));
    }

    /** Nothing is on its way to other media, and nothing is out of reach: what a store shows is there. */
    private void detailed(XmlOut out, Located found, boolean placement) {
        ObjectInfo object = found.object();
        long blobs = object.layout().count();
        if (placement) {
            out.element("Blobs", list -> PlacementDocument.unplaced(list, object));
        }
        out.text("BlobsBeingPersisted", 0)
                .text("BlobsDegraded", 0)
                .text("BlobsInCache", blobs)
                .text("BlobsTotal", blobs)
                .text("BucketId", found.bucket().id())
                .text("CreationDate", object.created())
                .text("ETag", ETags.of(object))
                .text("Id", object.id())
                .text("Latest", true)
                .text("Name", object.key().name())
                .text("Owner", name(found.bucket().owner()))
                .text("Size", object.length())
                .text("Type", ObjectFilter.Type.of(object));
    }

    private String name(UserId owner) {
        return accounts.users().stream()
                .filter(user -> user.id().equals(owner))
                .map(User::name)
                .findFirst()
                .orElse(owner.toString());
    }
}
