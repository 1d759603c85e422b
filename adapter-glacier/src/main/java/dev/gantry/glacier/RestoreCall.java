package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Call;
import dev.gantry.s3.S3Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** RestoreObject over the wire (docs/glacier.md, Restoring). Tries nothing again. */
final class RestoreCall {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final int ACCEPTED = 202;

    /** It stands for more than one fault; for a restore it is the wrong class. */
    private static final Set<String> NOT_ARCHIVED = Set.of("InvalidObjectState", "ObjectAlreadyInActiveTierError");

    /** What the service said. */
    sealed interface Said {

        /** A restore runs now that did not run before, or at another tier: this is paid for. */
        record Begun() implements Said {}

        /** The copy was there already; its time counts anew from now. */
        record Prolonged() implements Said {}

        /** A restore was running already and goes on as it was. */
        record Running() implements Said {}

        /**
         * Nothing was done.
         *
         * @param certain whether the service said so itself; otherwise it may have been done all the same
         */
        record Failed(ProviderException why, boolean certain) implements Said {}
    }

    private final S3Account account;

    RestoreCall(S3Account account) {
        this.account = account;
    }

    CompletionStage<Said> send(ObjectKey key, RestoreTier tier, int days) {
        String document = "<RestoreRequest xmlns=\"" + NAMESPACE + "\"><Days>" + days
                + "</Days><GlacierJobParameters><Tier>" + tier.wireName()
                + "</Tier></GlacierJobParameters></RestoreRequest>";
        S3Call call =
                S3Call.object("POST", key).query("restore", "").document(document.getBytes(StandardCharsets.UTF_8));
        return account.attempt(call).handle((outcome, failure) -> failure == null ? said(outcome) : unheard(failure));
    }

    private static Said said(S3Outcome outcome) {
        if (outcome instanceof S3Outcome.Accepted accepted) {
            return accepted.status() == ACCEPTED ? new Said.Begun() : new Said.Prolonged();
        }
        S3Outcome.Refused refused = (S3Outcome.Refused) outcome;
        if (refused.code().equals("RestoreAlreadyInProgress")) {
            return new Said.Running();
        }
        ProviderException why = NOT_ARCHIVED.contains(refused.code())
                ? new ProviderException.Rejected(refused.why().getMessage(), null)
                : refused.why();
        return new Said.Failed(why, !(why instanceof ProviderException.Unavailable));
    }

    private static Said unheard(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new Said.Failed(
                cause instanceof ProviderException known
                        ? known
                        : new ProviderException.Unavailable(
                                "the restore was not answered: " + cause.getMessage(), cause),
                false);
    }
}
