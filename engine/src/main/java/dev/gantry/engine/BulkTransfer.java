package dev.gantry.engine;

import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Moves files and directory trees into a bucket and back, in bulk jobs, several blobs at once (docs/bulk-transfer.md).
 *
 * <p>A transfer that was interrupted, even by the death of its process, is gone on with by asking for the same again. It
 * speaks to a {@link Gateway} alone, so it works in process and over the wire alike. Thread-safe; transfers run one
 * beside the other.
 */
public final class BulkTransfer {

    /** How the names of this class's jobs begin. A job whose name does must not be renamed, or it is not found again. */
    public static final String RESERVED_PREFIX = "gantry:";

    private final Gateway gateway;
    private final Executor executor;
    private final InstantSource clock;
    private final TransferSettings settings;
    private final DurableWrites disk;

    /** A transfer through {@code gateway} that writes fetched files to the disk and nowhere else. */
    public BulkTransfer(Gateway gateway, Executor executor, InstantSource clock, TransferSettings settings) {
        this(gateway, executor, clock, settings, DurableWrites.DIRECT);
    }

    /**
     * A transfer through {@code gateway}.
     *
     * @param executor where blobs are read, sent and written; its threads wait. Must have a thread to spare for each
     *     blob that is to move at once, and none that the gateway itself works with
     * @param disk what every force, rename and removal of fetched files passes
     */
    public BulkTransfer(
            Gateway gateway, Executor executor, InstantSource clock, TransferSettings settings, DurableWrites disk) {
        this.gateway = gateway;
        this.executor = executor;
        this.clock = clock;
        this.settings = settings;
        this.disk = disk;
    }

    /**
     * Stores files and trees; makes the bucket if it is missing. Empty directories become folder entries; symbolic links
     * and special files are skipped; a file that cannot be read, named, or that changes meanwhile fails, and the others
     * go on. Waits for the end.
     *
     * <p>Repeat: an unfinished job for the same arguments is gone on with if names, sizes and times still fit; else it is
     * canceled and made anew. Behind a finished one, everything is stored again.
     *
     * @throws dev.gantry.ports.api.ApiException if one of the paths is not there, nothing could be begun, or the node
     *     could not be reached any more
     * @throws IOException if a tree cannot be walked
     * @throws InterruptedException if the thread was interrupted; the job stays as it is
     */
    public TransferSummary put(TransferRequest.Put request, TransferListener listener)
            throws IOException, InterruptedException {
        return run(listener, context -> new BulkTransferPut(context, request).run());
    }

    /**
     * Fetches objects into a directory. Each is written to {@code NAME.part} and renamed once it is whole, verified and
     * forced; a file that is there already with the same bytes is left as it is. Names that would leave the directory
     * fail. Waits for the end.
     *
     * <p>Repeat: files that are whole are not fetched again, and of the others only what the journal beside {@code
     * NAME.part} does not have.
     *
     * @throws dev.gantry.ports.api.ApiException if nothing could be begun, or the node could not be reached any more
     * @throws IOException if the directory cannot be made
     * @throws InterruptedException if the thread was interrupted; what was fetched stays
     */
    public TransferSummary get(TransferRequest.Get request, TransferListener listener)
            throws IOException, InterruptedException {
        return run(listener, context -> new BulkTransferGet(context, request).run());
    }

    private TransferSummary run(TransferListener listener, Work work) throws IOException, InterruptedException {
        TransferRetry retry = new TransferRetry(settings);
        TransferQueue queue = new TransferQueue(executor, clock, retry, settings.parallel());
        try {
            return work.run(new TransferContext(gateway, new TransferCalls(retry), queue, clock, disk, listener));
        } finally {
            queue.stop();
        }
    }

    private interface Work {
        TransferSummary run(TransferContext context) throws IOException, InterruptedException;
    }
}
