package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.ListQuery;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.MemoryProvider;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.spi.StorageProvider;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The driven half against the served one: a Gantry node over a store in memory. */
class DrivenNodeContractTest implements DrivenContracts {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static TestNode node;

    private StorageProvider provider;

    @BeforeAll
    static void start() throws IOException {
        node = new TestNode(
                new MemoryProvider(new StoreId("first"), THREADS), new MemoryProvider(new StoreId("second"), THREADS));
    }

    @AfterAll
    static void stop() {
        node.close();
        THREADS.shutdownNow();
    }

    @BeforeEach
    void open() {
        Gateway gateway = node.gateway(TestNode.ROOT);
        for (Bucket bucket : await(gateway.buckets().list())) {
            for (ObjectInfo object : await(gateway.objects().list(bucket.name(), ListQuery.all()))
                    .objects()) {
                await(gateway.objects().delete(object.key()));
            }
            await(gateway.buckets().delete(bucket.name()));
        }
        provider = Driven.provider(node.account());
        await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }
}
