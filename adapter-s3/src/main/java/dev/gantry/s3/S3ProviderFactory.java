package dev.gantry.s3;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import java.nio.file.Path;
import java.util.Map;

/** Makes stores of type {@code s3} (docs/s3.md, Settings). */
public final class S3ProviderFactory implements ProviderFactory {

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites) {
        S3Configuration configuration = new S3Configuration(id, settings);
        return S3Provider.at(id, configuration.settings(), configuration.tasks(), configuration.state(), durableWrites);
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, Path state, DurableWrites durableWrites) {
        S3Configuration configuration = new S3Configuration(id, settings);
        return S3Provider.at(
                id, configuration.settings(), configuration.tasks(), configuration.state(state), durableWrites);
    }
}
