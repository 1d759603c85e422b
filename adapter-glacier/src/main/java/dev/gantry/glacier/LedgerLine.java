package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.transport.Percent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** One line of the ledger: what was reserved, or what became of it (docs/glacier.md, The ledger). */
record LedgerLine(Instant at, Verb verb, String purse, Charge charge) {

    private static final int COLUMNS = 8;

    /** What happened. */
    enum Verb {
        /** Counted as spent, before the request goes out. */
        RESERVED,
        /** The service took the request. */
        TAKEN,
        /** The service refused it: nothing is owed. */
        REFUSED
    }

    /** What became of it. */
    LedgerLine with(Verb outcome) {
        return new LedgerLine(at, outcome, purse, charge);
    }

    String text() {
        return String.join(
                "\t",
                at.toString(),
                verb.name(),
                Percent.encodeUnreserved(purse),
                charge.amount().toPlainString(),
                charge.tier(),
                Percent.encodeUnreserved(charge.token().value()),
                charge.key().bucket().value(),
                Percent.encodeUnreserved(charge.key().name().value()));
    }

    /** Empty if it is none, as after a power loss. */
    static Optional<LedgerLine> parse(String text) {
        String[] columns = text.split("\t", -1);
        if (columns.length != COLUMNS) {
            return Optional.empty();
        }
        try {
            Charge charge = new Charge(
                    ObjectKey.of(columns[6], Percent.decodePath(columns[7])),
                    new VersionToken(Percent.decodePath(columns[5])),
                    columns[4],
                    new BigDecimal(columns[3]));
            return Optional.of(new LedgerLine(
                    Instant.parse(columns[0]), Verb.valueOf(columns[1]), Percent.decodePath(columns[2]), charge));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
