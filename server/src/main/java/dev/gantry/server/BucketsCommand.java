package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "buckets", description = "list, make and remove buckets")
final class BucketsCommand extends GatewayCommand {

    BucketsCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        output.summary(list(gateway, output));
        return OK;
    }

    static long list(Gateway gateway, Output output) throws InterruptedException {
        List<Bucket> buckets = Waiting.on(gateway.buckets().list());
        buckets.forEach(bucket -> output.print(
                "bucket",
                Fields.of(bucket),
                "%-20s  %s  %s".formatted(bucket.store(), bucket.created(), bucket.name())));
        return buckets.size();
    }

    @Command(name = "create", description = "make a bucket")
    static final class Create extends GatewayCommand {

        @Parameters(paramLabel = "NAME", description = "the bucket's name")
        private String name;

        @Option(names = "--store", paramLabel = "ID", description = "the store it lies in; the primary if not given")
        private String store;

        Create(Console console) {
            super(console);
        }

        @Override
        boolean makesData() {
            return true;
        }

        @Override
        int run(Gateway gateway, Output output) throws InterruptedException {
            Optional<StoreId> where = Optional.ofNullable(store).map(StoreId::new);
            Bucket made = Waiting.on(gateway.buckets().create(new BucketName(name), where));
            output.print("bucket", Fields.of(made), "made bucket " + made.name() + " in store " + made.store());
            output.summary(1);
            return OK;
        }
    }

    @Command(name = "rm", description = "remove an empty bucket")
    static final class Remove extends GatewayCommand {

        @Parameters(paramLabel = "NAME", description = "the bucket's name")
        private String name;

        Remove(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws InterruptedException {
            Waiting.on(gateway.buckets().delete(new BucketName(name)));
            output.print("removed", Map.of("name", name), "removed bucket " + name);
            output.summary(1);
            return OK;
        }
    }
}
