package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferRequest;
import dev.gantry.engine.TransferSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "fetch objects into a directory; run again, it goes on where it stood")
final class GetCommand extends TransferCommand {

    @Parameters(index = "0", paramLabel = "BUCKET", description = "the bucket")
    private String bucket;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME|PREFIX/",
            description = "objects, or prefixes that end in a slash; everything if none is given")
    private List<String> names = List.of();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "the directory, made if it is missing")
    private Path to;

    GetCommand(Console console) {
        super(console);
    }

    @Override
    TransferSummary transfer(BulkTransfer transfer, TransferListener listener)
            throws IOException, InterruptedException {
        return transfer.get(new TransferRequest.Get(new BucketName(bucket), names, to), listener);
    }
}
