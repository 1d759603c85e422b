package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.ports.spi.Residency;
import dev.gantry.s3.Restore;
import dev.gantry.s3.S3Object;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where objects are, by what S3 says of them; when a restore was asked for and how is known of our own alone. */
final class RestoreStates {

    private final Ledger ledger;

    RestoreStates(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The class, if objects of it are restored before they are read. */
    static Optional<ArchiveClass> archive(S3Object object) {
        return object.storageClass().flatMap(ArchiveClass::of);
    }

    Availability of(S3Object object) {
        Optional<ArchiveClass> archive = archive(object);
        return archive.isEmpty()
                ? new Availability.Online(Optional.empty())
                : object.restore()
                        .map(restore -> of(object, archive.get(), restore))
                        .orElseGet(() -> new Availability.Nearline(archive.get().name()));
    }

    private Availability of(S3Object object, ArchiveClass archive, Restore restore) {
        return restore.running() ? running(object, archive) : new Availability.Online(restore.until());
    }

    private Availability running(S3Object object, ArchiveClass archive) {
        return ledger.restore(object.stored().key(), object.stored().token())
                .map(line -> begun(archive, RestoreTier.of(line.charge().tier()), line.at()))
                .orElseGet(() ->
                        new Availability.Staging(archive.name(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** A restore that was asked for at that time. */
    static Availability.Staging begun(ArchiveClass archive, RestoreTier tier, Instant since) {
        return new Availability.Staging(
                archive.name(),
                Optional.of(since),
                Optional.of(since.plus(archive.latency(tier))),
                Optional.of(tier.wireName()));
    }

    static Residency residency(Availability availability) {
        return new Residency(availability, List.of());
    }
}
