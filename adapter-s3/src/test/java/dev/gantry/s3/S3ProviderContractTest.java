package dev.gantry.s3;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.tck.AwkwardNames;
import dev.gantry.tck.BatchDeleteContract;
import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.ListContract;
import dev.gantry.tck.ReadContract;
import dev.gantry.tck.ResumableWritesContract;
import dev.gantry.tck.ServerCopyContract;
import dev.gantry.tck.WriteContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract against S3Proxy; a prefix of buckets keeps the tests apart. */
class S3ProviderContractTest
        implements WriteContract,
                ReadContract,
                ListContract,
                BucketStoreContract,
                ResumableWritesContract,
                ServerCopyContract,
                BatchDeleteContract {

    private static S3Server server;
    private static int tests;

    private StorageProvider provider;

    @BeforeAll
    static void start() {
        server = new S3Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        provider = S3Provider.at(
                new StoreId("test"),
                server.settings("t" + ++tests + "-"),
                directory.resolve("state"),
                DurableWrites.DIRECT);
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

    /**
     * S3Proxy keeps objects in a file system, where a name cannot be that of a folder too, nor hold what a path cannot; and
     * it sorts by UTF-16.
     */
    @Override
    public List<String> awkwardNames() {
        return AwkwardNames.ALL.stream()
                .filter(name -> !name.startsWith("/") && !name.endsWith("/") && !name.contains("//"))
                .filter(name -> Arrays.stream(name.split("/")).noneMatch(List.of(".", "..")::contains))
                .filter(name -> AwkwardNames.ALL.stream().noneMatch(other -> other.startsWith(name + "/")))
                .filter(name -> !name.equals("\t\n") && !name.equals("\uff0f"))
                .toList();
    }

    @Override
    public String folder() {
        return "b/0";
    }

    @Override
    public String delimiter() {
        return "/";
    }
}
