package dev.gantry.glacier;

import dev.gantry.domain.Availability;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.s3.S3Object;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the objects of one run. Not thread-safe. */
final class RunReport {

    /** Failures that are told one by one. */
    private static final int TOLD = 100;

    private final RestoreStates states;
    private final List<Map<String, String>> told = new ArrayList<>();
    private long online;
    private long restoring;
    private long requested;
    private long overCap;
    private long failed;
    private Optional<ProviderException> throttled = Optional.empty();

    RunReport(RestoreStates states) {
        this.states = states;
    }

    boolean isArchived(S3Object object) {
        return states.of(object) instanceof Availability.Nearline;
    }

    void see(S3Object object) {
        Availability now = states.of(object);
        online += now instanceof Availability.Online ? 1 : 0;
        restoring += now instanceof Availability.Staging ? 1 : 0;
    }

    void add(List<Wanted> wanted, List<Answer> answers) {
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            requested += answer instanceof Answer.Taken ? 1 : 0;
            overCap += answer instanceof Answer.Unpaid ? 1 : 0;
            if (answer instanceof Answer.Failed failure) {
                fail(wanted.get(i), failure.why());
            }
        }
    }

    private void fail(Wanted wanted, ProviderException why) {
        boolean passing = why instanceof ProviderException.Throttled || why instanceof ProviderException.Unavailable;
        if (passing && throttled.isEmpty()) {
            throttled = Optional.of(why);
        }
        failed++;
        if (told.size() < TOLD) {
            told.add(Map.of("name", wanted.key().name().value(), "reason", String.valueOf(why.getMessage())));
        }
    }

    /** What passes: the run is worth trying again, and asks for nothing twice. */
    Optional<ProviderException> throttled() {
        return throttled;
    }

    Map<String, Object> fields(Purse purse, BigDecimal spent) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("requested", requested);
        fields.put("restoring", restoring);
        fields.put("online", online);
        fields.put("overCap", overCap);
        fields.put("failed", failed);
        fields.put("failures", told);
        fields.put("spent", spent.toPlainString());
        purse.cap().ifPresent(cap -> fields.put("cap", cap.toPlainString()));
        return fields;
    }
}
