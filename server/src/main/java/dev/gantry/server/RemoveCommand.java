package dev.gantry.server;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        var buckets = keys.stream().collect(groupingBy(ObjectKey::bucket, LinkedHashMap::new, toList()));
        int failed = 0;
        for (var bucket : buckets.entrySet()) {
            failed += remove(gateway, output, bucket.getKey(), bucket.getValue());
        }
        output.event("summary", Map.of("count", keys.size() - failed, "failed", failed));
        return failed == 0 ? OK : SOME_FAILED;
    }

    /** How many objects of a bucket could not be removed. */
    private int remove(Gateway gateway, Output output, BucketName bucket, List<ObjectKey> keys)
            throws InterruptedException {
        var ends = ends(gateway, bucket, keys);
        int failed = 0;
        for (int i = 0; i < keys.size(); i++) {
            String name = keys.get(i).toString();
            if (ends.get(i).isEmpty()) {
                output.print("removed", Map.of("name", name), "removed " + name);
            } else {
                failed++;
                String reason = ends.get(i).get().getMessage();
                output.event("failed", Map.of("name", name, "reason", reason));
                console().err().println("gantry: " + name + ": " + reason);
            }
        }
        return failed;
    }

    private static List<Optional<ApiException>> ends(Gateway gateway, BucketName bucket, List<ObjectKey> keys)
            throws InterruptedException {
        try {
            return Waiting.on(gateway.objects()
                    .delete(bucket, keys.stream().map(ObjectKey::name).toList()));
        } catch (ApiException e) {
            return Collections.nCopies(keys.size(), Optional.of(e));
        }
    }
}
