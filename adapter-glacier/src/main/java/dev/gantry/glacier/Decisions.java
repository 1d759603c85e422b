package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.s3.S3Object;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides what is asked of the service, from where an object is. */
final class Decisions {

    /** A copy that ends so soon is not renewed any more: a renewal that came too late would begin a restore. */
    private static final Duration TOO_LATE = Duration.ofMinutes(10);

    private final Prices prices;
    private final InstantSource clock;

    Decisions(Prices prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /** To be online: what is neither that nor on its way is asked for, and what is on its way too slowly. */
    Decision restore(S3Object object, Availability now, RestoreTier usual, Optional<RestoreTier> asked, int days) {
        Optional<ArchiveClass> archive = RestoreStates.archive(object);
        RestoreTier tier = asked.orElse(usual);
        boolean wanted = now instanceof Availability.Nearline
                || (now instanceof Availability.Staging running && asked.isPresent() && isFaster(tier, running));
        if (archive.isEmpty() || !wanted) {
            return answered(now);
        }
        if (!archive.get().offers(tier)) {
            return failed(archive.get() + " has no tier " + tier + "; it has "
                    + archive.get().tiers());
        }
        return priced(() -> {
            long bytes = object.stored().length();
            return ask(
                    archive.get(),
                    tier,
                    days,
                    new Charge(
                            object.stored().key(),
                            object.stored().token(),
                            tier.wireName(),
                            prices.restore(archive.get(), tier, 1, bytes, days).total()));
        });
    }

    /** Of a restore that somebody else began only Expedited is surely faster, or is refused without harm. */
    private static boolean isFaster(RestoreTier tier, Availability.Staging running) {
        return tier.isFasterThan(running.tier().map(RestoreTier::of).orElse(RestoreTier.STANDARD));
    }

    /** To stay online for so long from now: a copy that ends before is renewed. */
    Decision renew(S3Object object, Availability now, Duration keep) {
        Optional<ArchiveClass> archive = RestoreStates.archive(object);
        Optional<Instant> until = now instanceof Availability.Online online ? online.until() : Optional.empty();
        Instant moment = clock.instant();
        boolean due = until.filter(end -> end.isBefore(moment.plus(keep)) && end.isAfter(moment.plus(TOO_LATE)))
                .isPresent();
        if (archive.isEmpty() || !due) {
            return answered(now);
        }
        int days = GlacierSettings.days(keep);
        return priced(() -> ask(
                archive.get(),
                RestoreTier.BULK,
                days,
                new Charge(
                        object.stored().key(),
                        object.stored().token(),
                        Charge.RENEWAL,
                        prices.renewal(archive.get(), object.stored().length(), days + 1))));
    }

    private static Decision ask(ArchiveClass archive, RestoreTier tier, int days, Charge charge) {
        return new Decision.Ask(archive, tier, days, charge);
    }

    private static Decision priced(java.util.function.Supplier<Decision> ask) {
        try {
            return ask.get();
        } catch (InvalidValueException e) {
            return failed(e.getMessage());
        }
    }

    private static Decision answered(Availability now) {
        return new Decision.Answered(new Answer.Taken(RestoreStates.residency(now)));
    }

    private static Decision failed(String why) {
        return new Decision.Answered(new Answer.Failed(new ProviderException.Rejected(why, null)));
    }
}
