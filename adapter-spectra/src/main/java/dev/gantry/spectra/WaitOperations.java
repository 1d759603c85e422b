package dev.gantry.spectra;

import dev.gantry.domain.JobId;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Waits;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Why chunks of a job do not move: an extension (docs/spectra-s3.md, Extensions). */
final class WaitOperations {

    static final String FLAG = "gantry_waits";

    CompletionStage<Reply> show(Call call) {
        JobId job = JobId.parse(call.target().item());
        return call.gateway()
                .waits()
                .of(
                        job,
                        number(call.query().number("from"), 0),
                        number(call.query().number("max"), Waits.MAX))
                .thenApply(all -> Answers.data(out -> all.forEach(one -> out.element("Wait", wait -> of(wait, one)))));
    }

    private static int number(OptionalLong asked, int otherwise) {
        return (int) Math.min(asked.orElse(otherwise), Integer.MAX_VALUE);
    }

    private static void of(XmlOut out, Waits.Waiting waiting) {
        Wait why = waiting.why();
        out.text("Chunk", waiting.chunk()).text("Reason", why.reason()).text("About", about(waiting));
        why.facts()
                .forEach((name, value) ->
                        out.element("Fact", fact -> fact.text("Name", name).text("Value", value)));
        out.text("Text", why);
    }

    private static Optional<String> about(Waits.Waiting waiting) {
        return waiting.about().map(Object::toString);
    }
}
