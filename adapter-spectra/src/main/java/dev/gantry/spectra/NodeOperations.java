package dev.gantry.spectra;

import dev.gantry.domain.Page;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one node there is. */
final class NodeOperations {

    private final SpectraSettings settings;

    NodeOperations(SpectraSettings settings) {
        this.settings = settings;
    }

    CompletionStage<Reply> list(Call call) {
        Page<SpectraSettings> page = Paging.of(List.of(settings), call.query(), SpectraSettings::node);
        return CompletableFuture.completedStage(Answers.list(
                page, out -> page.items().forEach(node -> out.element("Node", this::record))));
    }

    CompletionStage<Reply> show(Call call) {
        String asked = call.target().item();
        if (!asked.equalsIgnoreCase(settings.node().toString()) && !asked.equals(settings.host())) {
            throw WireException.notFound("there is no node " + asked);
        }
        return CompletableFuture.completedStage(Answers.data(this::record));
    }

    private void record(XmlOut out) {
        int port = settings.port().getAsInt();
        out.text("DataPathHttpPort", settings.tls() ? "" : port)
                .text("DataPathHttpsPort", settings.tls() ? port : "")
                .text("DataPathIpAddress", settings.host())
                .text("DnsName", settings.host())
                .text("Id", settings.node())
                .text("LastHeartbeat", settings.clock().instant())
                .text("Name", settings.host())
                .text("SerialNumber", settings.node());
    }
}
