package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferRequest;
import dev.gantry.engine.TransferSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "store files and directory trees; run again, it goes on where it stood")
final class PutCommand extends TransferCommand {

    @Parameters(index = "0", paramLabel = "BUCKET", description = "the bucket, made if it is missing")
    private String bucket;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "files and directories")
    private List<Path> paths;

    @Option(names = "--store", paramLabel = "ID", description = "the store where a missing bucket is made")
    private String store;

    @Option(names = "--priority", paramLabel = "P", description = "URGENT, HIGH, NORMAL or LOW")
    private Priority priority;

    @Option(names = "--in-order", description = "store chunks in order")
    private boolean inOrder;

    @Option(names = "--max-blob", paramLabel = "BYTES", description = "the largest blob in bytes")
    private Long maxBlob;

    PutCommand(Console console) {
        super(console);
    }

    @Override
    boolean makesData() {
        return true;
    }

    @Override
    TransferSummary transfer(BulkTransfer transfer, TransferListener listener)
            throws IOException, InterruptedException {
        return transfer.put(
                new TransferRequest.Put(
                        new BucketName(bucket),
                        paths,
                        Optional.ofNullable(store).map(StoreId::new),
                        Optional.ofNullable(priority),
                        inOrder ? Ordering.IN_ORDER : Ordering.NONE,
                        maxBlob == null ? OptionalLong.empty() : OptionalLong.of(maxBlob)),
                listener);
    }
}
