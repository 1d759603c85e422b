package dev.gantry.glacier;

import dev.gantry.ports.spi.Staging.Answer;

/** What is to be done about one object. */
sealed interface Decision {

    /** Nothing: this is the answer. */
    record Answered(Answer answer) implements Decision {}

    /** Ask the service, if there is money for it. */
    record Ask(ArchiveClass storageClass, RestoreTier tier, int days, Charge charge) implements Decision {}
}
