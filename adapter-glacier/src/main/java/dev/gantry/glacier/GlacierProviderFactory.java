package dev.gantry.glacier;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.s3.Pauses;
import dev.gantry.s3.S3Configuration;
import dev.gantry.s3.S3Provider;
import dev.gantry.s3.S3Threads;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Makes stores of type {@code glacier}: with all settings of {@code s3}, and its own (docs/glacier.md, Settings). */
public final class GlacierProviderFactory implements ProviderFactory {

    @Override
    public String type() {
        return "glacier";
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites) {
        GlacierConfiguration own = new GlacierConfiguration(id, settings);
        return create(id, own, new S3Configuration(id, own.others()).state(), durableWrites);
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, Path state, DurableWrites durableWrites) {
        GlacierConfiguration own = new GlacierConfiguration(id, settings);
        return create(id, own, new S3Configuration(id, own.others()).state(state), durableWrites);
    }

    private static StorageProvider create(StoreId id, GlacierConfiguration own, Path state, DurableWrites disk) {
        S3Configuration s3 = new S3Configuration(id, own.others());
        GlacierSettings settings = own.settings();
        ExecutorService threads = S3Threads.start(id);
        S3Provider account = S3Provider.at(id, s3.settings(), s3.tasks(), state, disk, Clock.systemUTC(), threads);
        Pace pace = new Pace(settings.rate(), System::nanoTime, Pauses.on(threads));
        return new GlacierProvider(
                account, account.account(), settings, state, disk, Clock.systemUTC(), pace, threads, threads::shutdown);
    }
}
