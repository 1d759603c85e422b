package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ObjectKey;
import dev.gantry.glacier.RestoreCall.Said;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Windowed;
import dev.gantry.s3.S3Account;
import dev.gantry.s3.S3Object;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Does what was decided about some objects: reserves the money for all, then asks, a few at a time. */
final class RestoreBatch {

    private static final int AT_ONCE = 16;

    /** An object, what is asked for it, and the money that is held for it. */
    private record Paid(ObjectKey key, Decision.Ask ask, LedgerLine line) {}

    private final S3Account account;
    private final Ledger ledger;
    private final RestoreStates states;
    private final Pace pace;
    private final Executor blocking;

    RestoreBatch(S3Account account, Ledger ledger, RestoreStates states, Pace pace, Executor blocking) {
        this.account = account;
        this.ledger = ledger;
        this.states = states;
        this.pace = pace;
        this.blocking = blocking;
    }

    /** An answer for each. Blocks while money is reserved. */
    CompletionStage<Map<ObjectKey, Answer>> run(Map<ObjectKey, Decision> decisions, Purse purse) {
        Map<ObjectKey, Answer> answers = new HashMap<>();
        Map<ObjectKey, Decision.Ask> asked = new HashMap<>();
        decisions.forEach((key, decision) -> {
            if (decision instanceof Decision.Answered answered) {
                answers.put(key, answered.answer());
            } else if (decision instanceof Decision.Ask ask) {
                asked.put(key, ask);
            }
        });
        List<Paid> paid =
                pay(decisions.keySet().stream().filter(asked::containsKey).toList(), asked, purse, answers);
        return Windowed.map(paid, AT_ONCE, this::send).thenApply(said -> {
            for (int i = 0; i < said.size(); i++) {
                answers.put(paid.get(i).key(), said.get(i));
            }
            return answers;
        });
    }

    private List<Paid> pay(
            List<ObjectKey> keys, Map<ObjectKey, Decision.Ask> asked, Purse purse, Map<ObjectKey, Answer> answers) {
        List<Reservation> reservations =
                ledger.reserve(keys.stream().map(key -> asked.get(key).charge()).toList(), purse);
        List<Paid> paid = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ObjectKey key = keys.get(i);
            if (reservations.get(i) instanceof Reservation.Held held) {
                paid.add(new Paid(key, asked.get(key), held.line()));
            } else if (reservations.get(i) instanceof Reservation.Refused refused) {
                answers.put(key, new Answer.Unpaid(refused.why()));
            }
        }
        return paid;
    }

    private CompletionStage<Answer> send(Paid paid) {
        return pace.turn()
                .thenCompose(nothing -> new RestoreCall(account)
                        .send(paid.key(), paid.ask().tier(), paid.ask().days()))
                .thenComposeAsync(said -> settle(paid, said), blocking);
    }

    private CompletionStage<Answer> settle(Paid paid, Said said) {
        if (said instanceof Said.Failed failed) {
            if (failed.certain()) {
                ledger.settle(paid.line(), false);
            } else {
                ledger.abandon(paid.line());
            }
            return CompletableFuture.completedStage(new Answer.Failed(failed.why()));
        }
        boolean renewal = paid.ask().charge().tier().equals(Charge.RENEWAL);
        boolean begun = said instanceof Said.Begun;
        ledger.settle(paid.line(), begun || (renewal && said instanceof Said.Prolonged));
        return begun && !renewal
                ? CompletableFuture.completedStage(taken(RestoreStates.begun(
                        paid.ask().storageClass(),
                        paid.ask().tier(),
                        paid.line().at())))
                : look(paid.key());
    }

    /** Somebody else was quicker, or only the end changed: the service tells how it is now. */
    private CompletionStage<Answer> look(ObjectKey key) {
        return account.head(key)
                .thenApplyAsync(
                        (Optional<S3Object> found) ->
                                found.map(object -> taken(states.of(object))).orElseGet(() -> Looks.missing(key)),
                        blocking);
    }

    private static Answer taken(Availability availability) {
        return new Answer.Taken(RestoreStates.residency(availability));
    }
}
