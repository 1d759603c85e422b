package dev.gantry.glacier;

import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.s3.S3Account;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** A store of S3 with its archive classes: what it keeps is S3's, and what is archived can be restored (docs/glacier.md). */
final class GlacierProvider extends ForwardingProvider {

    private final Ledger ledger;
    private final Runnable onClose;
    private final ArchiveStaging staging;
    private final RestoreTasks tasks;

    /**
     * Sends nothing yet.
     *
     * @param s3 what keeps the objects; closed with this, as {@code account} is with it
     * @param state a directory for the ledger, made when it is needed
     * @param clock the time of day
     * @param pace of all requests to restore
     * @param blocking where documents are read and the ledger is kept
     * @param onClose runs at close, last
     */
    GlacierProvider(
            StorageProvider s3,
            S3Account account,
            GlacierSettings settings,
            Path state,
            DurableWrites disk,
            InstantSource clock,
            Pace pace,
            Executor blocking,
            Runnable onClose) {
        super(s3);
        this.onClose = onClose;
        this.ledger = new Ledger(state.resolve("spending.log"), disk, clock, settings.monthlyCap());
        this.staging = new ArchiveStaging(account, settings, ledger, clock, pace, blocking);
        ArchiveWalk walk = new ArchiveWalk(account, blocking);
        Planner planner =
                new Planner(new Prices(settings.prices(), account.settings().region()));
        this.tasks = new RestoreTasks(
                List.of(
                        new RestoreContent(account, staging, settings.duplicatesClash()),
                        new PlanTask(walk, staging.states(), planner, settings, clock),
                        new RunTask(walk, staging),
                        new StatusTask(walk, staging, settings)),
                s3.capability(TaskRunner.class));
    }

    /** {@link Staging}, {@link TaskRunner}, and what the account's store has. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Stream.of(staging, tasks)
                .filter(type::isInstance)
                .<C>map(type::cast)
                .findFirst()
                .or(() -> inner().capability(type));
    }

    @Override
    public void close() {
        super.close();
        ledger.close();
        onClose.run();
    }
}
