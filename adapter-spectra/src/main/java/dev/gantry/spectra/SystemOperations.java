package dev.gantry.spectra;

import dev.gantry.transport.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the node says of itself as a system. */
final class SystemOperations {

    /** The contract that is spoken; clients branch on what stands before the first dot. */
    private static final String VERSION = "6.0.0";

    private final SpectraSettings settings;

    SystemOperations(SpectraSettings settings) {
        this.settings = settings;
    }

    CompletionStage<Reply> information(Call call) {
        return CompletableFuture.completedStage(Answers.data(out -> out.text("ApiVersion", VERSION)
                .text("BackendActivated", true)
                .element(
                        "BuildInformation",
                        build -> build.text("Branch", "gantry")
                                .text("Revision", "")
                                .text("Version", VERSION))
                .text("InstanceId", settings.node())
                .text("Now", settings.clock().millis())
                .text("SerialNumber", settings.node())));
    }

    /** 200 while every store can be worked with; else its refusal, 503. */
    CompletionStage<Reply> health(Call call) {
        long began = settings.clock().millis();
        return call.gateway()
                .stores()
                .list()
                .thenCompose(stores -> Stages.all(stores.stream()
                        .map(store -> call.gateway().stores().check(store.id()))
                        .toList()))
                .thenApply(checked -> healthy(settings.clock().millis() - began));
    }

    private static Reply healthy(long millis) {
        return Answers.data(out ->
                out.text("DatabaseFilesystemFreeSpace", "NORMAL").text("MsRequiredToVerifyDataPlannerHealth", millis));
    }
}
