package dev.gantry.server;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stat", description = "tell all that is known of an object")
final class StatCommand extends GatewayCommand {

    @Parameters(paramLabel = "BUCKET/NAME", description = "the object")
    private String object;

    StatCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        Map<String, Object> fields = fields(Waiting.on(gateway.objects().head(BucketPath.key(object))));
        output.print("object", fields, Fields.lines(fields));
        output.summary(1);
        return OK;
    }

    private static Map<String, Object> fields(ObjectInfo object) {
        Map<String, Object> fields = new LinkedHashMap<>(Fields.of(object));
        fields.put("bucket", object.key().bucket().value());
        fields.put("id", object.id().toString());
        fields.put("blob_bytes", object.layout().blobSize());
        fields.put("checksums", object.blobs().stream().map(StatCommand::texts).toList());
        fields.put("metadata", object.metadata().values());
        return fields;
    }

    private static List<String> texts(Checksums checksums) {
        return checksums.all().stream().map(Checksum::toString).toList();
    }
}
