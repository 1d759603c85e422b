package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids for what the far side does not name: made of the name alone, so that the same thing has the same id again. */
final class RemoteIds {

    private RemoteIds() {}

    /** The id of one state of an object; {@code state} tells it from others where the far side does. */
    static ObjectId object(BucketName bucket, ObjectName name, String state) {
        return new ObjectId(named(bucket + "/" + name + "#" + state));
    }

    static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
