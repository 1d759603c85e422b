package dev.gantry.lab.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.Instant;

/** RestoreObject, with AWS's rules (docs/glacier.md, Restoring). */
final class RestoreOperation {

    /** What a request asks for. */
    record Asked(ArchiveTier tier, int days) {

        static Asked of(S3Request request) {
            XmlTexts document = XmlTexts.read(request.body());
            int days = document.first("Days").map(Asked::days).orElse(0);
            if (days < 1) {
                throw new S3Refusal(400, "MalformedXML", "Days is a whole number from 1 on");
            }
            return new Asked(document.first("Tier").map(ArchiveTier::of).orElse(ArchiveTier.STANDARD), days);
        }

        private static int days(String text) {
            return text.strip().matches("\\d{1,6}") ? Integer.parseInt(text.strip()) : 0;
        }
    }

    private final LabState state;

    RestoreOperation(LabState state) {
        this.state = state;
    }

    Reply run(S3Request request, Asked asked) {
        LabBucket bucket = state.bucket(request.bucket());
        LabObject object = bucket.require(request.key());
        if (!object.storageClass().isArchived()) {
            throw new S3Refusal(
                    403, "InvalidObjectState", "Restore is not allowed for the object's current storage class");
        }
        object.storageClass().latency(asked.tier());
        Instant now = state.now();
        boolean readable = object.copy(now).filter(copy -> copy.isReadable(now)).isPresent();
        bucket.objects().put(request.key(), object.with(next(object, asked, now)));
        return Reply.empty(readable ? 200 : 202, Headers.none());
    }

    private RestoredCopy next(LabObject object, Asked asked, Instant now) {
        RestoredCopy copy = object.copy(now).orElse(null);
        if (copy != null && copy.isReadable(now)) {
            return copy.renewed(now, asked.days());
        }
        if (copy != null && !asked.tier().isFasterThan(copy.tier())) {
            throw new S3Refusal(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
        }
        requireCapacity(asked.tier());
        return copy == null
                ? RestoredCopy.begun(asked.tier(), now, object.storageClass().latency(asked.tier()), asked.days())
                : copy.faster(asked.tier(), now, object.storageClass().latency(asked.tier()));
    }

    private void requireCapacity(ArchiveTier tier) {
        if (tier == ArchiveTier.EXPEDITED && !state.hasExpeditedCapacity()) {
            throw new S3Refusal(
                    503,
                    "GlacierExpeditedRetrievalNotAvailable",
                    "Glacier expedited retrievals are currently not available, please try again later");
        }
    }
}
