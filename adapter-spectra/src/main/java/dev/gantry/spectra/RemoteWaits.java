package dev.gantry.spectra;

import dev.gantry.domain.JobId;
import dev.gantry.domain.WaitFacts;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Why chunks of the far side's jobs do not move; only a Gantry node can tell (docs/spectra-s3.md, Extensions). */
final class RemoteWaits implements Waits {

    private final RemoteNode node;

    RemoteWaits(RemoteNode node) {
        this.node = node;
    }

    @Override
    public CompletionStage<List<Waiting>> of(JobId job, int from, int max) {
        RemoteCall call = RemoteCall.rest("GET", "job/" + job)
                .flag(WaitOperations.FLAG)
                .query("from", Integer.toString(from))
                .query("max", Integer.toString(max))
                .missing(Problem.NO_SUCH_JOB);
        return node.read(
                call,
                (headers, in) -> RemoteElement.read(in, "Data").children("Wait").stream()
                        .map(RemoteWaits::waiting)
                        .toList());
    }

    private static Waiting waiting(RemoteElement wait) {
        Map<String, String> facts = new HashMap<>();
        wait.children("Fact").forEach(fact -> facts.put(fact.get("Name"), fact.get("Value")));
        return new Waiting(
                Math.toIntExact(wait.number("Chunk")),
                WaitFacts.read(wait.get("Reason"), facts),
                wait.find("About").map(about -> RemoteValues.time("About", about)));
    }
}
