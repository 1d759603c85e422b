package dev.gantry.server;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "remove objects")
final class RemoveCommand extends GatewayCommand {

    @Parameters(paramLabel = "BUCKET/NAME", arity = "1..*", description = "the objects")
    private List<String> objects;

    RemoveCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        var keys = objects.stream().map(BucketPath::key).toList();
        int failed = 0;
        for (var key : keys) {
            try {
                Waiting.on(gateway.objects().delete(key));
                output.print("removed", Map.of("name", key.toString()), "removed " + key);
            } catch (ApiException e) {
                failed++;
                output.event("failed", Map.of("name", key.toString(), "reason", e.getMessage()));
                console().err().println("gantry: " + key + ": " + e.getMessage());
            }
        }
        output.event("summary", Map.of("count", keys.size() - failed, "failed", failed));
        return failed == 0 ? OK : SOME_FAILED;
    }
}
